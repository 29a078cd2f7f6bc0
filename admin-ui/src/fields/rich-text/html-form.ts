/** Which attributes of which elements our editor keeps. */
const kept: Record<string, string[]> = {
  a: ["href", "target", "rel"],
  b: [],
  blockquote: [],
  br: [],
  code: [],
  del: [],
  em: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  hr: [],
  i: [],
  li: [],
  ol: ["start"],
  p: [],
  pre: [],
  s: [],
  strong: [],
  u: [],
  ul: [],
};

/** What our editor would lose of the HTML: elements and attributes, each once. */
export function lostOf(html: string): string[] {
  const lost = new Set<string>();
  for (const [, name = "", rest = ""] of html.matchAll(
    /<([a-z][a-z0-9-]*)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi,
  )) {
    const attributes = kept[name.toLowerCase()];
    if (!attributes) lost.add(`<${name.toLowerCase()}>`);
    else
      for (const [, attribute = ""] of rest.matchAll(
        /([a-z_:][\w:.-]*)\s*(?:=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?/gi,
      ))
        if (!attributes.includes(attribute.toLowerCase())) lost.add(attribute.toLowerCase());
  }
  return [...lost];
}

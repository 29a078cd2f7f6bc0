/** A drawing as a file of its own: the colours of the page stand in it, and everything is seen. */
export function svgFile(svg: SVGSVGElement, size: { width: number; height: number }): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const margin = 24;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(Math.ceil(size.width + 2 * margin)));
  copy.setAttribute("height", String(Math.ceil(size.height + 2 * margin)));
  copy.querySelector("[data-viewport]")?.setAttribute("transform", `translate(${margin} ${margin})`);
  for (const element of copy.querySelectorAll("[tabindex], [role], [class]")) {
    element.removeAttribute("tabindex");
    element.removeAttribute("class");
    element.removeAttribute("role");
  }
  copy.removeAttribute("class");
  const style = getComputedStyle(document.documentElement);
  copy.style.background = style.getPropertyValue("--hw-surface");
  return inColours(copy.outerHTML, (name) => style.getPropertyValue(name).trim());
}

/** Variables of the page's style by what they stand for, however deep they are nested. */
export function inColours(text: string, colourOf: (name: string) => string): string {
  let resolved = text;
  for (let depth = 0; depth < 5 && resolved.includes("var(--"); depth += 1)
    resolved = resolved.replace(/var\((--[\w-]+)\)/g, (_, name: string) =>
      colourOf(name).replaceAll('"', "'"),
    );
  return resolved;
}

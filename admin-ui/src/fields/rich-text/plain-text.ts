import { isRecord } from "../../api/json-object.ts";

/** Formatted text without its formatting, of whatever form; blocks become lines. */
export function plainRichText(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? textOfHtml(value) : textsIn(value).join("");
  return text
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function textOfHtml(html: string): string {
  if (!/<\/?[a-z][^<>]*>/i.test(html)) return html;
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<(br|\/p|\/h[1-6]|\/li|\/blockquote|\/pre|\/div|hr)\b[^<>]*>/gi, "\n")
    .replace(/<\/?[a-z][^<>]*>/gi, "")
    .replace(/&(#?\w+);/g, (whole, name: string) => {
      if (/^#\d+$/.test(name)) return String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff));
      return entities[name] ?? whole;
    });
}

/** The texts of a document. Every editor's format that we have seen calls them `text`. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isRecord(value)) return [];
  if (typeof value.text === "string") return [value.text];
  if (value.type === "hardBreak") return ["\n"];
  const inside = Object.values(value).flatMap((part) => (typeof part === "object" ? textsIn(part) : []));
  const isBlock = Array.isArray(value.content) || Array.isArray(value.children) || isRecord(value.data);
  return isBlock && inside.length > 0 ? [...inside, "\n"] : inside;
}

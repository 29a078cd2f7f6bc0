import { writeJson } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";

const blockNodes = new Set([
  "paragraph",
  "heading",
  "blockquote",
  "codeBlock",
  "horizontalRule",
  "listItem",
  "taskItem",
]);

/** A rich text as people read it: a paragraph a line, with a mark for what headings, lists and quotes are. */
export function richTextAsText(value: unknown): string {
  const lines: string[] = [];
  collect(value, "", lines);
  return lines.join("\n");
}

function collect(node: unknown, prefix: string, lines: string[]): void {
  if (!isRecord(node)) return;
  const children: unknown[] = Array.isArray(node.content) ? node.content : [];
  switch (node.type) {
    case "horizontalRule":
      lines.push("———");
      return;
    case "heading":
    case "paragraph":
    case "codeBlock": {
      const level = isRecord(node.attrs) && typeof node.attrs.level === "number" ? node.attrs.level : 1;
      const mark = node.type === "heading" ? `${"#".repeat(level)} ` : "";
      lines.push(`${prefix}${mark}${children.map(inlineText).join("")}`);
      return;
    }
    case "bulletList":
    case "orderedList":
    case "taskList":
      children.forEach((item, index) => {
        const mark = node.type === "orderedList" ? `${index + 1}. ` : "• ";
        listItem(item, prefix, mark, lines);
      });
      return;
    case "blockquote":
      for (const child of children) collect(child, `${prefix}> `, lines);
      return;
    default:
      if (children.length > 0 && !children.some(isBlock)) {
        lines.push(`${prefix}${children.map(inlineText).join("")}`);
        return;
      }
      if (children.length === 0 && node.type !== "doc") lines.push(`${prefix}${inlineText(node)}`);
      for (const child of children) collect(child, prefix, lines);
  }
}

function listItem(item: unknown, prefix: string, mark: string, lines: string[]): void {
  const children: unknown[] = isRecord(item) && Array.isArray(item.content) ? item.content : [];
  children.forEach((child, index) => {
    collect(child, index === 0 ? `${prefix}${mark}` : `${prefix}  `, lines);
  });
}

function isBlock(node: unknown): boolean {
  return (
    isRecord(node) && typeof node.type === "string" && (blockNodes.has(node.type) || /List$/.test(node.type))
  );
}

/** Text with its marks as people write them, so that a change of only those is seen too. */
function inlineText(node: unknown): string {
  if (!isRecord(node)) return "";
  if (node.type === "hardBreak") return "\n";
  if (typeof node.text !== "string") {
    if (Array.isArray(node.content)) return node.content.map(inlineText).join("");
    const attributes = isRecord(node.attrs) ? node.attrs : {};
    const words = attributes.label ?? attributes.title ?? attributes.alt ?? attributes.id ?? node.type;
    return `[${String(words)}]`;
  }
  const marks: unknown[] = Array.isArray(node.marks) ? node.marks : [];
  return marks.reduce<string>(marked, node.text);
}

const signs: Record<string, string> = { bold: "**", italic: "*", strike: "~~", code: "`", underline: "_" };

function marked(text: string, mark: unknown): string {
  if (!isRecord(mark) || typeof mark.type !== "string") return text;
  if (mark.type === "link" && isRecord(mark.attrs)) return `[${text}](${String(mark.attrs.href)})`;
  const sign = signs[mark.type] ?? "";
  return `${sign}${text}${sign}`;
}

/** Data as people read it. */
export function jsonAsText(value: unknown): string {
  return writeJson(value, 2);
}

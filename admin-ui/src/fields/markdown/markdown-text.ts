/** Markdown as plain text on one line: for tables, summaries and exports of a glance. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/^(`{3,}|~{3,}).*$/gm, "")
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+[.)])\s+/gm, "")
    .replace(/^\s*([-*_]\s*){3,}$/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`)(.+?)\1/g, "$2")
    .replace(/(?<!\w)([*_])(\S.*?)\1(?!\w)/g, "$2")
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Word writes lists as paragraphs, whose numbers and bullets are text. */
export type WordItem = { level: number; isOrdered: boolean; html: string };

/** The level of a paragraph that Word means to be an item; null for any other, by its `style`. */
export function wordLevel(style: string | null): number | null {
  const named = /mso-list:[^;]*\blevel(\d+)/i.exec(style ?? "");
  return named ? Number(named[1]) : null;
}

/** Whether what stands before an item counts: `1.`, `b)`, `iv.`; bullets are dots, dashes and letters of odd fonts. */
export function isCount(marker: string): boolean {
  return /^\s*\(?(\d+|[a-z]|[ivxlc]+)[.)]/i.test(marker);
}

/** Items that follow each other as the lists that they are, one in the other. */
export function listOf(items: readonly WordItem[]): string {
  const [first] = items;
  if (!first) return "";
  const lowest = Math.min(...items.map(({ level }) => level));
  const lists: { isOrdered: boolean; html: string[] }[] = [];
  for (let at = 0; at < items.length; ) {
    const item = items[at] as WordItem;
    const isOwn = item.level === lowest;
    let end = isOwn ? at + 1 : at;
    while (end < items.length && (items[end] as WordItem).level > lowest) end += 1;
    const inner = listOf(items.slice(isOwn ? at + 1 : at, end));
    const html = isOwn ? `<li><p>${item.html}</p>${inner}</li>` : `<li><p></p>${inner}</li>`;
    const before = lists.at(-1);
    if (before && (!isOwn || before.isOrdered === item.isOrdered)) before.html.push(html);
    else lists.push({ isOrdered: item.isOrdered, html: [html] });
    at = end;
  }
  return lists
    .map(({ isOrdered, html }) => (isOrdered ? `<ol>${html.join("")}</ol>` : `<ul>${html.join("")}</ul>`))
    .join("");
}

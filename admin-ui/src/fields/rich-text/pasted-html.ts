import { isCount, listOf, type WordItem, wordLevel } from "./word-list.ts";

/**
 * HTML from other programs as the editor can keep it: Word's lists as lists, the rows of tables as lines, and headings
 * of the ranks that an entry has. What was copied in an editor of ours stays as it is. `tell` is called when there were
 * pictures, which are left out.
 */
export function readablePaste(html: string, tell: () => void): string {
  if (html.includes("data-pm-slice")) return html;
  // Nothing in this document runs or is loaded, so everything is made in it, and never in the page's own.
  const { body } = new DOMParser().parseFromString(html, "text/html");
  if (body.querySelector("img")) tell();
  for (const table of body.querySelectorAll("table")) table.replaceWith(...linesOf(table));
  readWordLists(body);
  for (const heading of body.querySelectorAll("h1, h5, h6"))
    rename(heading, heading.tagName === "H1" ? "h2" : "h4");
  for (const link of body.querySelectorAll("a")) {
    link.removeAttribute("target");
    link.removeAttribute("rel");
  }
  return body.innerHTML;
}

/** Each row as a line of its own. A table that only places things on the page is what is in it. */
function linesOf(table: HTMLTableElement): Element[] {
  return [...table.rows].flatMap((row): Element[] => {
    const cells = [...row.cells];
    if (cells.length === 1) {
      const around = table.ownerDocument.createElement("div");
      around.append(...(cells[0]?.childNodes ?? []));
      return [around];
    }
    const line = table.ownerDocument.createElement("p");
    line.textContent = cells.map((cell) => (cell.textContent ?? "").replace(/\s+/g, " ").trim()).join(" | ");
    return [line];
  });
}

function readWordLists(body: HTMLElement): void {
  let run: Element[] = [];
  const close = () => {
    const [first] = run;
    if (first) {
      const list = body.ownerDocument.createElement("div");
      list.innerHTML = listOf(run.map(itemOf));
      first.before(...list.childNodes);
      for (const paragraph of run) paragraph.remove();
    }
    run = [];
  };
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const isItem = wordLevel(paragraph.getAttribute("style")) !== null;
    if (!isItem || (run.length > 0 && run.at(-1)?.nextElementSibling !== paragraph)) close();
    if (isItem) run.push(paragraph);
  }
  close();
}

function itemOf(paragraph: Element): WordItem {
  const marker = [...paragraph.querySelectorAll("span")].find((span) =>
    /mso-list:\s*Ignore/i.test(span.getAttribute("style") ?? ""),
  );
  const isOrdered = isCount(marker?.textContent ?? "");
  marker?.remove();
  return {
    level: wordLevel(paragraph.getAttribute("style")) ?? 1,
    isOrdered,
    html: paragraph.innerHTML.trim(),
  };
}

function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

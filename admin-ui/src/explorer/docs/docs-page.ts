/** What the documentation shows: the overview, a type, or a field of a type. */
export type DocsPage =
  | { kind: "overview" }
  | { kind: "type"; type: string }
  | { kind: "field"; type: string; field: string };

export const overview: DocsPage = { kind: "overview" };

export function pageTitle(page: DocsPage): string {
  switch (page.kind) {
    case "overview":
      return "API";
    case "type":
      return page.type;
    case "field":
      return page.field;
  }
}

/** Goes on to a page. Going where one has been already shortens the trail instead of making a loop. */
export function visit(trail: readonly DocsPage[], page: DocsPage): DocsPage[] {
  const seen = trail.findIndex((other) => isSamePage(other, page));
  return seen >= 0 ? trail.slice(0, seen + 1) : [...trail, page];
}

function isSamePage(a: DocsPage, b: DocsPage): boolean {
  return a.kind === b.kind && pageKey(a) === pageKey(b);
}

export function pageKey(page: DocsPage): string {
  switch (page.kind) {
    case "overview":
      return "";
    case "type":
      return page.type;
    case "field":
      return `${page.type}.${page.field}`;
  }
}

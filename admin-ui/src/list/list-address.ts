import { isRecord } from "../api/json-object.ts";
import { type ColumnChoice, readColumns, writeColumns } from "./columns/columns.ts";
import { readSort, type SortKey, writeSort } from "./order.ts";

export const layouts = ["table", "cards", "map"] as const;
export type Layout = (typeof layouts)[number];

export const pageSizes = [25, 50, 100, 200];
export const usualPageSize = 50;

/** Where in the list a page begins. A cursor says it; the number of the page is only for the reader. */
export type Place =
  | { kind: "first" }
  /** `count` is how many are left for it: what the pages before it have is not shown again. */
  | { kind: "last"; count: number | null }
  | { kind: "after"; cursor: string; page: number }
  | { kind: "before"; cursor: string; page: number };

/** Everything about a list that can be linked to. */
export type ListAddress = {
  search: string;
  where: Record<string, unknown> | null;
  sort: SortKey[];
  place: Place;
  /** Null: as this reader likes it. */
  size: number | null;
  layout: Layout | null;
  columns: ColumnChoice[] | null;
  /** The id of the saved view that is open. */
  view: string | null;
};

/** What of an address makes sense; the rest is taken as not said. */
export function readAddress(search: Record<string, unknown>): ListAddress {
  const size = Number(search.size);
  return {
    search: textOf(search.q),
    where: isRecord(search.where) && Object.keys(search.where).length > 0 ? search.where : null,
    sort: readSort(textOf(search.sort)),
    place: readPlace(search),
    size: pageSizes.includes(size) ? size : null,
    layout: layouts.find((layout) => layout === search.layout) ?? null,
    columns: readColumns(textOf(search.columns)),
    view: textOf(search.view) || null,
  };
}

/** The part of an address that says it, without what need not be said. */
export function writeAddress(address: ListAddress): Record<string, unknown> {
  return {
    ...(address.view ? { view: address.view } : {}),
    ...(address.search ? { q: address.search } : {}),
    ...(address.where ? { where: address.where } : {}),
    ...(address.sort.length > 0 ? { sort: writeSort(address.sort) } : {}),
    ...(address.columns ? { columns: writeColumns(address.columns) } : {}),
    ...(address.layout ? { layout: address.layout } : {}),
    ...(address.size ? { size: address.size } : {}),
    ...writePlace(address.place),
  };
}

function readPlace(search: Record<string, unknown>): Place {
  const page = Math.max(1, Math.floor(Number(search.page)) || 1);
  if (search.page === "last") {
    const count = Math.floor(Number(search.count));
    return { kind: "last", count: count >= 1 && count <= Math.max(...pageSizes) ? count : null };
  }
  if (search.after) return { kind: "after", cursor: textOf(search.after), page };
  if (search.before) return { kind: "before", cursor: textOf(search.before), page };
  return { kind: "first" };
}

function writePlace(place: Place): Record<string, unknown> {
  switch (place.kind) {
    case "first":
      return {};
    case "last":
      return { page: "last", ...(place.count === null ? {} : { count: place.count }) };
    case "after":
      return { page: place.page, after: place.cursor };
    case "before":
      return { page: place.page, before: place.cursor };
  }
}

/** The router reads `?q=12` as a number. */
function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { isRecord } from "../api/json-object.ts";
import { useMe, useModel } from "../api/use-model.ts";
import { pictureField } from "../fields/relation/record-ref.ts";
import type { Collection, Field, Model } from "../model/model.ts";
import { isReadable } from "../model/model.ts";
import { pageSelection, type Row } from "./columns/column-selection.ts";
import { type Column, type ColumnChoice, writeColumns } from "./columns/columns.ts";
import { choicesOf, useColumns, useTaste } from "./columns/use-columns.ts";
import {
  type Layout,
  type ListAddress,
  type Place,
  pageSizes,
  readAddress,
  usualPageSize,
  writeAddress,
} from "./list-address.ts";
import { orderByOf, toggledSort, usualSort } from "./order.ts";
import { allOf, searchFilter } from "./quick-search.ts";
import { type PageVariables, useFreshRows, usePage, usePrefetch } from "./use-page.ts";
import { useSelection } from "./use-selection.ts";
import { isViewAlone } from "./views/saved-views.ts";

/** As many places are drawn on the map; of more, the first. */
export const mostOnMap = 2000;

/** Everything that a list is: what the address says of it, its page, and how to change either. */
export function useList(collection: Collection) {
  const model = useModel();
  const { taste, keep } = useTaste(useMe().id, collection);
  const { address, go } = useListAddress();
  const columns = useColumns(model, collection, address.columns, taste.columns);
  const usualLayout = collection.name === "Asset" ? "cards" : "table";
  const layout = possibleLayouts(collection).find((it) => it === address.layout) ?? usualLayout;
  const size = address.size ?? pageSizes.find((it) => it === taste.size) ?? usualPageSize;
  const sort = address.sort.length > 0 ? address.sort : usualSort(collection);

  const [isFilterOpen, setFilterOpen] = useState(false);

  const pointField = layout === "map" ? pointOf(collection) : undefined;
  const filter = allOf(address.where, searchFilter(collection, address.search));
  const where = pointField ? allOf(filter, { [pointField.name]: { isNull: false } }) : filter;
  const orderBy = useMemo(
    () => orderByOf(model, collection, address.sort),
    [model, collection, address.sort],
  );
  const selection = useMemo(
    () => selectionFor(model, collection, layout, columns),
    [model, collection, layout, columns],
  );
  const base = { ...(where ? { where } : {}), ...(orderBy ? { orderBy } : {}) };
  const variables: PageVariables = pointField
    ? { ...base, first: mostOnMap }
    : { ...base, ...placeVariables(address.place, size) };
  const awaitsView = isViewAlone(address);
  const { query, key } = usePage(collection, selection, variables, {
    withViews: address.view !== null,
    enabled: !awaitsView,
  });
  const data = query.data;
  const page = pageNumber(address.place, data?.total ?? 0, size);
  const prefetch = usePrefetch(collection, selection);
  const lastSize = data ? data.total % size || size : size;
  const places = {
    first: { kind: "first" } as Place,
    previous: previousPlace(page, data?.info.startCursor ?? null),
    next: data?.info.endCursor
      ? ({ kind: "after", cursor: data.info.endCursor, page: page + 1 } as Place)
      : null,
    last: { kind: "last", count: lastSize } as Place,
  };

  return {
    model,
    collection,
    address,
    go,
    columns,
    layout,
    isFilterOpen,
    setFilterOpen,
    layouts: possibleLayouts(collection),
    size,
    sort,
    filter,
    /** Tells one part of the list from another. */
    part: JSON.stringify([address.place, size, where, orderBy]),
    orderBy,
    query,
    pageQueryKey: key,
    pageSelection: selection,
    data,
    rows: data?.rows,
    fresh: useFreshRows(query.isPlaceholderData ? undefined : data?.rows, JSON.stringify(key)),
    selection: useSelection(data?.rows ?? noRows, JSON.stringify([where])),
    page,
    pages: Math.max(1, Math.ceil((data?.total ?? 0) / size)),
    offset:
      address.place.kind === "last" && data ? Math.max(0, data.total - data.rows.length) : (page - 1) * size,
    places,
    prefetch: (place: Place | null) => place && prefetch({ ...base, ...placeVariables(place, size) }),
    open: (place: Place) => go({ place }),
    setSort: (path: string, isMore: boolean) =>
      go({
        sort: toggledSort(address.sort.length > 0 || !isMore ? sort : [], path, isMore),
        place: firstPlace,
      }),
    setSize: (next: number) => {
      keep({ size: next });
      go({ size: address.size || address.view ? next : null, place: firstPlace });
    },
    setLayout: (next: Layout) => go({ layout: next === usualLayout ? null : next, place: firstPlace }),
    setColumns: (next: Column[]) => setChoices(choicesOf(next)),
    resetColumns: () => {
      keep({ columns: "" });
      go({ columns: null }, true);
    },
  };

  function setChoices(choices: ColumnChoice[]) {
    if (address.columns || address.view) return go({ columns: choices }, true);
    keep({ columns: writeColumns(choices) });
  }
}

export type List = ReturnType<typeof useList>;

const noRows: Row[] = [];
const firstPlace: Place = { kind: "first" };

function useListAddress() {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const text = JSON.stringify(search);
  const address = useMemo(() => readAddress(asRecord(JSON.parse(text))), [text]);
  /** Changes a part of the address. What is typed letter by letter replaces it, so that Back leads out. */
  const go = (change: Partial<ListAddress>, isReplacing = false) =>
    void navigate({
      to: ".",
      search: writeAddress({ ...address, ...change }),
      replace: isReplacing,
      resetScroll: false,
    });
  return { address, go };
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function possibleLayouts(collection: Collection): Layout[] {
  return pointOf(collection) ? ["table", "cards", "map"] : ["table", "cards"];
}

/** The field that puts a record on the map. */
export function pointOf(collection: Collection): Field | undefined {
  return collection.fields.find(
    (field) => field.type === "Point" && !field.list && isReadable(field) && field.operators.length > 0,
  );
}

function selectionFor(model: Model, collection: Collection, layout: Layout, columns: Column[]): string {
  const point = pointOf(collection);
  if (layout === "map" && point) return pageSelection(model, collection, [], [point]);
  if (layout === "table") return pageSelection(model, collection, columns);
  const picture = pictureField(collection, model);
  const ofFile =
    collection.name === "Asset" ? collection.fields.filter((field) => fileFields.has(field.name)) : [];
  return pageSelection(model, collection, columns, picture ? [picture] : ofFile);
}

const fileFields = new Set(["name", "mimeType"]);

function placeVariables(place: Place, size: number): PageVariables {
  switch (place.kind) {
    case "first":
      return { first: size };
    case "last":
      return { last: place.count ?? size };
    case "after":
      return { first: size, after: place.cursor };
    case "before":
      return { last: size, before: place.cursor };
  }
}

function pageNumber(place: Place, total: number, size: number): number {
  const pages = Math.max(1, Math.ceil(total / size));
  if (place.kind === "first") return 1;
  return place.kind === "last" ? pages : Math.min(place.page, pages);
}

/** The second page leads back to the first, whatever came before it meanwhile. */
function previousPlace(page: number, cursor: string | null): Place | null {
  if (page <= 1) return null;
  return page === 2 || !cursor ? firstPlace : { kind: "before", cursor, page: page - 1 };
}

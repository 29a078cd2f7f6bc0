import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { SavedViewFragment } from "../../generated/operations.ts";
import type { ApiError } from "../api/api-error.ts";
import { pageQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { useSubscription } from "../api/live.ts";
import { type ContentOperation, contentOperation, send } from "../api/operation.ts";
import { liveText, operationKey } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import type { Row } from "./columns/column-selection.ts";
import { savedViewsKey, savedViewsText } from "./views/saved-views.ts";

export type PageInfo = {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
};

export type ListData = { rows: Row[]; total: number; info: PageInfo };

export type PageVariables = {
  where?: unknown;
  orderBy?: unknown;
  first?: number;
  after?: string;
  last?: number;
  before?: string;
};

/**
 * A page of the list, kept up to date by a subscription. Another page of the same list is shown once it is there. Single
 * values that may not be read are empty in it.
 * `withViews` asks for the saved views in the same request.
 */
export function usePage(
  collection: Collection,
  selection: string,
  variables: PageVariables,
  options: { withViews: boolean; enabled: boolean },
) {
  const queries = useQueryClient();
  const operation = pageQuery(collection, selection);
  const key = operationKey(operation as never, variables);
  const query = useQuery<unknown, ApiError, ListData>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const viewsKey = savedViewsKey(collection);
      const sent = { signal, acceptsNulls: true };
      if (!options.withViews || queries.getQueryData(viewsKey)) return send(operation, variables, sent);
      const answer = await send(withViews(operation, collection), variables, sent);
      const { views, ...page } = answer as { views?: SavedViewFragment[] };
      queries.setQueryData(viewsKey, { savedItems: views ?? [] });
      return page;
    },
    select: readPage,
    placeholderData: keepPreviousData,
    enabled: options.enabled,
  });
  useSubscription(
    options.enabled && !query.isPending && !query.isPlaceholderData
      ? contentOperation(liveText(operation.toString()))
      : null,
    variables,
    {
      acceptsNulls: true,
      onData: (data) => queries.setQueryData(key, data),
    },
  );
  return { query, key };
}

/** Gets a page before it is wanted. */
export function usePrefetch(collection: Collection, selection: string) {
  const queries = useQueryClient();
  return (variables: PageVariables) => {
    const operation = pageQuery(collection, selection);
    void queries.prefetchQuery({
      queryKey: operationKey(operation as never, variables),
      queryFn: ({ signal }) => send(operation, variables, { signal, acceptsNulls: true }),
      staleTime: 10_000,
    });
  };
}

function withViews(operation: ContentOperation, collection: Collection): ContentOperation {
  return contentOperation(operation.toString().replace(/\}\s*$/, `${savedViewsText(collection)} }`));
}

/** What the API answered for a page, narrowed. */
export function readPage(answer: unknown): ListData {
  const page = isRecord(answer) && isRecord(answer.page) ? answer.page : {};
  const info = isRecord(page.pageInfo) ? page.pageInfo : {};
  return {
    rows: Array.isArray(page.nodes) ? page.nodes.filter(isRow) : [],
    total: typeof page.totalCount === "number" ? page.totalCount : 0,
    info: {
      hasNextPage: info.hasNextPage === true,
      hasPreviousPage: info.hasPreviousPage === true,
      startCursor: typeof info.startCursor === "string" ? info.startCursor : null,
      endCursor: typeof info.endCursor === "string" ? info.endCursor : null,
    },
  };
}

function isRow(value: unknown): value is Row {
  return isRecord(value) && typeof value.id === "string";
}

const markedMilliseconds = 2_400;

/**
 * The rows that came or changed while the page was looked at, for a moment. Unchanged rows stay the same objects when
 * an answer is replaced, so those that are not the same have changed.
 */
export function useFreshRows(rows: Row[] | undefined, pageKey: string): ReadonlySet<string> {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<{ pageKey: string; rows: Row[] | undefined }>({ pageKey, rows });
  useEffect(() => {
    const last = before.current;
    before.current = { pageKey, rows };
    if (last.pageKey !== pageKey || !last.rows || !rows || last.rows === rows) return;
    const known = new Map(last.rows.map((row) => [row.id, row]));
    const changed = rows.filter((row) => known.get(row.id) !== row).map((row) => row.id);
    // Where everything is new, another page was opened.
    if (changed.length === 0 || (changed.length === rows.length && rows.length > 1)) return;
    setFresh(new Set(changed));
  }, [rows, pageKey]);
  useEffect(() => {
    if (fresh.size === 0) return;
    const timer = setTimeout(() => setFresh(new Set()), markedMilliseconds);
    return () => clearTimeout(timer);
  }, [fresh]);
  return fresh;
}

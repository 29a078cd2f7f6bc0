import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import {
  ChangesDocument,
  type ChangesQuery,
  type ChangesQueryVariables,
  NewestChangeDocument,
} from "../../generated/operations.ts";
import type { ApiError } from "../api/api-error.ts";
import { useSubscription } from "../api/live.ts";
import { send } from "../api/operation.ts";
import { liveText } from "../api/use-operation.ts";

export type Change = ChangesQuery["changes"][number];
export type ChangedField = Change["fields"][number];
export type ChangeWhere = NonNullable<ChangesQueryVariables["where"]>;

type Pages = InfiniteData<Change[], string | null>;

/** The changes that pass, the newest first, page by page; what is changed meanwhile comes in at the top. */
export function useChangeLog(where: ChangeWhere, pageSize: number) {
  const queries = useQueryClient();
  const queryKey = ["changes", where, pageSize];
  const log = useInfiniteQuery<Change[], ApiError, Pages, readonly unknown[], string | null>({
    queryKey,
    queryFn: ({ pageParam, signal }) => readChanges(where, pageSize, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (page) => (page.length === pageSize ? (page.at(-1)?.position ?? null) : null),
    // It is kept up to date by what is watched; asking every page again would cost more the further one has read.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const known = log.data?.pages.flat()[0]?.position;
  useNewestChange(log.data ? where : null, async (newest) => {
    if (newest === known) return;
    const page = await readChanges(where, pageSize, null);
    queries.setQueryData<Pages>(queryKey, (pages) => pages && withNewest(pages, page));
  });
  return { ...log, changes: log.data?.pages.flat() ?? [] };
}

/** Tells the position of the newest change that passes, at first and whenever there is a newer one. */
export function useNewestChange(where: ChangeWhere | null, onNewest: (position: string) => void): void {
  useSubscription(
    where === null ? null : newestLive,
    { where },
    {
      onData: ({ changes }) => {
        const position = changes[0]?.position;
        if (position !== undefined) onNewest(position);
      },
    },
  );
}

const newestLive = {
  toString: () => liveText(NewestChangeDocument.toString()),
} as typeof NewestChangeDocument;

export async function readChanges(
  where: ChangeWhere,
  limit: number,
  before: string | null,
  signal?: AbortSignal,
): Promise<Change[]> {
  const { changes } = await send(ChangesDocument, { where, limit, before }, signal ? { signal } : {});
  return changes;
}

/** Puts what is new of the newest page before the others; begins anew when more came than fit a page. */
export function withNewest(pages: Pages, newest: Change[]): Pages {
  const known = new Set(pages.pages.flat().map((change) => change.position));
  const added = newest.filter((change) => !known.has(change.position));
  if (added.length === 0) return pages;
  if (known.size > 0 && added.length === newest.length) return { pages: [newest], pageParams: [null] };
  return { pages: [added, ...pages.pages], pageParams: [null, ...pages.pageParams] };
}

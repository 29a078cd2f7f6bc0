import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { contentOperation, send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { recentEntries } from "../parts/recent-entries.ts";
import {
  type FoundEntry,
  isHit,
  readHits,
  resembling,
  resemblingText,
  searchableCollections,
  searchedAtOnce,
  searchText,
} from "./entry-search.ts";

export type EntrySearch = {
  hits: FoundEntry[];
  isSearching: boolean;
  error: unknown;
};

const pauseMilliseconds = 150;
/** The collections that somebody works with are searched as they type, all others once they pause. */
const longPauseMilliseconds = 500;

/** Looks for entries while somebody types; what is outdated is cancelled. */
export function useEntrySearch(typed: string): EntrySearch {
  const model = useModel();
  // Visits of while the palette is open must not change what is searched.
  const [recent] = useState(recentEntries);
  const wanted = typed.trim();
  const [text] = useDebouncedValue(wanted, pauseMilliseconds);
  const [settled] = useDebouncedValue(wanted, longPauseMilliseconds);
  const searchable = searchableCollections(model, recent);
  const near = searchable.slice(0, searchedAtOnce);
  const far = searchable.slice(searchedAtOnce);
  const first = useQuery({
    ...searchQuery(near, text),
    enabled: wanted !== "" && text !== "" && near.length > 0,
  });
  const rest = useQuery({
    ...searchQuery(far, settled),
    enabled: wanted !== "" && settled !== "" && settled === wanted && far.length > 0,
  });
  if (wanted === "") return { hits: [], isSearching: false, error: null };
  // What was found for a text before counts as long as it fits: nothing is offered that was not meant.
  const hitsOf = (found: Found | undefined) =>
    found === undefined || found.text === wanted
      ? (found?.hits ?? [])
      : found.hits.filter((hit) => isHit(hit, wanted));
  return {
    hits: [...hitsOf(first.data), ...hitsOf(rest.data)],
    isSearching:
      wanted !== text || first.isFetching || (far.length > 0 && (wanted !== settled || rest.isFetching)),
    error: first.error ?? rest.error,
  };
}

type Found = { text: string; hits: FoundEntry[] };

function searchQuery(collections: Collection[], text: string) {
  return queryOptions({
    queryKey: ["palette", text, collections.map((collection) => collection.name)],
    queryFn: async ({ signal }): Promise<Found> => {
      const hits: FoundEntry[] = [];
      for (let start = 0; start < collections.length; start += searchedAtOnce) {
        hits.push(...(await find(collections.slice(start, start + searchedAtOnce), text, signal)));
      }
      return { text, hits };
    },
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}

async function find(collections: Collection[], text: string, signal: AbortSignal): Promise<FoundEntry[]> {
  const exactly = searchText(collections);
  const variables = exactly.includes("$text") ? { id: text, text } : { id: text };
  const found = readHits(await send(contentOperation(exactly), variables, { signal }), collections, text);
  const pattern = resembling(text);
  const resemblingly = resemblingText(collections);
  if (found.length > 0 || pattern === null || resemblingly === null) return found;
  const answer = await send(contentOperation(resemblingly), { text: pattern }, { signal });
  return readHits(answer, collections, text).filter((entry) => isHit(entry, text));
}

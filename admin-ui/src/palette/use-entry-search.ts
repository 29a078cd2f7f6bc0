import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { contentOperation, send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { recentEntries } from "../parts/recent-entries.ts";
import {
  type FoundEntry,
  readHits,
  searchableCollections,
  searchedAtOnce,
  searchText,
} from "./entry-search.ts";

export type EntrySearch = {
  hits: FoundEntry[];
  isSearching: boolean;
  error: unknown;
  /** Collections that were not searched. */
  left: number;
};

/** Looks for entries while somebody types; what is outdated is cancelled. `isWide` searches all collections. */
export function useEntrySearch(typed: string, isWide: boolean): EntrySearch {
  const model = useModel();
  // Visits of while the palette is open must not change what is searched.
  const [recent] = useState(recentEntries);
  const [text] = useDebouncedValue(typed.trim(), 150);
  const searchable = searchableCollections(model, recent);
  const collections = isWide ? searchable : searchable.slice(0, searchedAtOnce);
  const isWanted = text !== "" && typed.trim() !== "" && collections.length > 0;
  const query = useQuery({
    queryKey: ["palette", text, collections.map((collection) => collection.name)],
    queryFn: async ({ signal }) => {
      const found: FoundEntry[] = [];
      for (let start = 0; start < collections.length; start += searchedAtOnce) {
        const part = collections.slice(start, start + searchedAtOnce);
        const operation = searchText(part);
        const variables = operation.includes("$text") ? { id: text, text } : { id: text };
        found.push(...readHits(await send(contentOperation(operation), variables, { signal }), part, text));
      }
      return found;
    },
    enabled: isWanted,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  return {
    hits: isWanted ? (query.data ?? []) : [],
    isSearching: typed.trim() !== "" && (typed.trim() !== text || query.isFetching),
    error: isWanted ? query.error : null,
    left: searchable.length - collections.length,
  };
}

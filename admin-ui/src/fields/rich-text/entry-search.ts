import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { contentOperation, send } from "../../api/operation.ts";
import { useModel } from "../../api/use-model.ts";
import { type Collection, type Model, titleField } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { type RecordKey, titleSelection } from "../../parts/record-titles.ts";

export type FoundEntry = RecordKey & { title: string; label: string };

/** More collections than this are not looked through at once. */
const mostCollections = 40;
const mostOfEach = 5;

/** Entries of any collection with the text in their title, in one request. */
export function useEntrySearch(text: string) {
  const model = useModel();
  const searched = searchable(model);
  const wanted = text.trim();
  return useQuery({
    queryKey: ["entry search", wanted],
    enabled: wanted.length > 1 && searched.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await send(contentOperation(searchText(searched)), { text: wanted }, { signal });
      return searched.flatMap((collection, index) => found(collection, answer[`c${index}`]));
    },
  });
}

/** Those whose title can be looked for. */
export function searchable(model: Model): Collection[] {
  const all = [...model.collections.values()].filter(
    (collection) =>
      collection.api.list &&
      collection.can.read !== "NONE" &&
      titleField(collection)?.operators.includes("contains"),
  );
  return all.slice(0, mostCollections);
}

export function searchText(collections: Collection[]): string {
  const lists = collections.map((collection, index) => {
    const filter = `{ ${titleField(collection)?.name}: { contains: $text, mode: INSENSITIVE } }`;
    return `c${index}: ${collection.api.list}(where: ${filter}, limit: ${mostOfEach}) { ${titleSelection(collection)} }`;
  });
  return `query FindEntries($text: String!) { ${lists.join(" ")} }`;
}

function found(collection: Collection, records: unknown): FoundEntry[] {
  if (!Array.isArray(records)) return [];
  return records.map((record: Record<string, unknown>) => ({
    collection: collection.name,
    id: String(record.id),
    title: recordTitle(record, collection),
    label: collection.label,
  }));
}

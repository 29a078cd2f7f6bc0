import { type Collection, isReadable, type Model, titleField } from "../model/model.ts";
import type { RecentEntry } from "../parts/recent-entries.ts";
import { titleIn, titleSelection } from "../parts/record-titles.ts";

/** An entry that was found. */
export type FoundEntry = { collection: Collection; id: string; title: string };

/** Collections that are searched at once. */
export const searchedAtOnce = 12;
const hitsEach = 5;

/** Collections whose entries can be found, those that were visited last first. */
export function searchableCollections(model: Model, recent: RecentEntry[]): Collection[] {
  const visited = recent.flatMap((entry) => model.collections.get(entry.collection) ?? []);
  const readable = (collection: Collection) =>
    collection.api.list !== null && collection.can.read !== "NONE" && !collection.singleton;
  return [...new Set([...visited, ...ownFirst(model)])].filter(readable);
}

/** The model's own collections before those that are built in. */
export function ownFirst(model: Model): Collection[] {
  const collections = [...model.collections.values()];
  return [...collections.filter((it) => !it.builtIn), ...collections.filter((it) => it.builtIn)];
}

/** One request for entries of many collections. Variables: `text`, `id`. Answers `c0` and so on. */
export function searchText(collections: Collection[]): string {
  const usesText = collections.some((collection) => searchedField(collection));
  const lists = collections.map((collection, index) => {
    const title = searchedField(collection);
    const byId = "{ id: { eq: $id } }";
    const where = title ? `{ or: [{ ${title}: { contains: $text, mode: INSENSITIVE } }, ${byId}] }` : byId;
    return `c${index}: ${collection.api.list}(where: ${where}, limit: ${hitsEach}) { ${titleSelection(collection)} }`;
  });
  return `query Find($id: ID!${usesText ? ", $text: String!" : ""}) { ${lists.join(" ")} }`;
}

/** What was found: titles that begin with the text before those that only contain it. */
export function readHits(
  answer: Record<string, unknown>,
  collections: Collection[],
  text: string,
): FoundEntry[] {
  const found = collections.flatMap((collection, index) =>
    (answer[`c${index}`] as Record<string, unknown>[]).map((record) => ({
      collection,
      id: String(record.id),
      title: titleIn(record, collection),
    })),
  );
  const begins = (entry: FoundEntry) => entry.title.toLowerCase().startsWith(text.toLowerCase());
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

/** The field that is searched: the title, where it is a text that can be filtered by. */
function searchedField(collection: Collection): string | undefined {
  const field = titleField(collection);
  return field && isReadable(field) && !field.list && field.operators.includes("contains")
    ? field.name
    : undefined;
}

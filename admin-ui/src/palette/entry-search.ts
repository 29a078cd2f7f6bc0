import { type Collection, isReadable, type Model } from "../model/model.ts";
import { recordTitle, titleFields } from "../model/record-title.ts";
import type { RecentEntry } from "../parts/recent-entries.ts";
import { titleSelection } from "../parts/record-titles.ts";
import { plain } from "./matching.ts";

/** An entry that was found, with all texts of it that were searched. */
export type FoundEntry = { collection: Collection; id: string; title: string; texts: string[] };

/** Collections that are searched at once. */
export const searchedAtOnce = 12;
const hitsEach = 5;
/** Those that only resemble what was typed are looked through here, so more are asked for. */
const resemblingEach = 30;
const mostFields = 3;
/** Shorter texts resemble too much. */
const shortestResembled = 3;

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
  const usesText = collections.some((collection) => searchedFields(collection).length > 0);
  const lists = collections.map((collection, index) => {
    const fields = searchedFields(collection);
    const tests = [
      ...fields.map((field) => `{ ${field}: { contains: $text, mode: INSENSITIVE } }`),
      "{ id: { eq: $id } }",
    ];
    const where = tests.length === 1 ? tests[0] : `{ or: [${tests.join(", ")}] }`;
    return `c${index}: ${collection.api.list}(where: ${where}, limit: ${hitsEach}) { ${selection(collection)} }`;
  });
  return `query Find($id: ID!${usesText ? ", $text: String!" : ""}) { ${lists.join(" ")} }`;
}

/** The same for entries that resemble what was typed but for accents. Variable: `text`, made by `resembling`. */
export function resemblingText(collections: Collection[]): string | null {
  const lists = collections.flatMap((collection, index) => {
    const tests = searchedFields(collection).map(
      (field) => `{ ${field}: { like: $text, mode: INSENSITIVE } }`,
    );
    if (tests.length === 0) return [];
    return `c${index}: ${collection.api.list}(where: { or: [${tests.join(", ")}] }, limit: ${resemblingEach}) { ${selection(collection)} }`;
  });
  return lists.length === 0 ? null : `query Resembling($text: String!) { ${lists.join(" ")} }`;
}

/** A pattern for texts in which letters may have accents that were not typed; null where none can have any. */
export function resembling(text: string): string | null {
  if (text.length < shortestResembled || !/[aceinosuy]/i.test(text)) return null;
  const letters = plain(text)
    .replace(/[\\%_]/g, "_")
    .replace(/[aceinosuy]/g, "_");
  return /[^_\s]/.test(letters) ? `%${letters}%` : null;
}

/** Whether the entry is one for what was typed, though it was found for another text. */
export function isHit(entry: FoundEntry, typed: string): boolean {
  return entry.id === typed || entry.texts.some((text) => plain(text).includes(plain(typed)));
}

/** What was found: titles that begin with the text before those that only contain it. */
export function readHits(
  answer: Record<string, unknown>,
  collections: Collection[],
  text: string,
): FoundEntry[] {
  const found = collections.flatMap((collection, index) =>
    ((answer[`c${index}`] ?? []) as Record<string, unknown>[]).map((record) => {
      const title = recordTitle(record, collection);
      const texts = searchedFields(collection).flatMap((field) => record[field] ?? []);
      return { collection, id: String(record.id), title, texts: [title, ...texts.map(String)] };
    }),
  );
  const begins = (entry: FoundEntry) => entry.texts.some((it) => plain(it).startsWith(plain(text)));
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

/** The fields that are searched: the title, and what names a record as well, such as a number or a slug. */
function searchedFields(collection: Collection): string[] {
  const names = collection.fields.filter((field) => field.can.read === "ALL" && field.unique);
  const fields = [...titleFields(collection).filter(isReadable), ...names].filter(
    (field) => field.kind === "SCALAR" && !field.list && field.operators.includes("contains"),
  );
  return [...new Set(fields.map((field) => field.name))].slice(0, mostFields);
}

function selection(collection: Collection): string {
  return [...new Set([...titleSelection(collection).split(" "), ...searchedFields(collection)])].join(" ");
}

import { useQueries } from "@tanstack/react-query";
import { contentOperation, send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import type { Collection, Model } from "../model/model.ts";
import { recordTitle, titleFields } from "../model/record-title.ts";
import { batched } from "./batched.ts";

/** A record by its collection and its id. */
export type RecordKey = { collection: string; id: string };

/** What stands for a record; null when it is gone or may not be seen, undefined while that is asked. */
export type KnownTitle = string | null | undefined;

const freshMilliseconds = 60_000;
/** Collections in one request, well below what the server allows. */
const mostCollections = 50;

/**
 * What stands for each of the records. Whoever asks in the same moment shares one request, and what is known is kept,
 * so every line of a list may ask for itself.
 */
export function useRecordTitles(records: RecordKey[]): (collection: string, id: string) => KnownTitle {
  const model = useModel();
  return useQueries({
    queries: [...new Map(records.map((record) => [keyOf(record), record])).values()].map((record) => ({
      queryKey: ["title", record.collection, record.id],
      queryFn: () => titleOf(model, record),
      staleTime: freshMilliseconds,
    })),
    combine: (answers) => {
      const titles = new Map(answers.flatMap(({ data }) => (data ? [[data.key, data.title]] : [])));
      const failed = answers.some((answer) => answer.isError);
      return (collection: string, id: string) => {
        const title = titles.get(keyOf({ collection, id }));
        return title === undefined && failed ? id : title;
      };
    },
  });
}

export function useRecordTitle(collection: string, id: string): KnownTitle {
  return useRecordTitles([{ collection, id }])(collection, id);
}

type Answer = { key: string; title: string | null };

const titleOf = batched(async (model: Model, records: RecordKey[]) => {
  const titles = await readRecordTitles(model, records);
  return (record: RecordKey): Answer => {
    const key = keyOf(record);
    return { key, title: titles.get(key) ?? null };
  };
});

/** Titles by `Collection:id`; what is gone or may not be seen is not among them. */
export async function readRecordTitles(model: Model, records: RecordKey[]): Promise<Map<string, string>> {
  const ids = new Map<string, RecordKey[]>();
  for (const record of records) ids.set(record.collection, [...(ids.get(record.collection) ?? []), record]);
  const collections = [...ids.keys()].flatMap((name) => model.collections.get(name) ?? []);
  const titles = new Map<string, string>();
  for (const collection of collections.filter((it) => it.singleton)) {
    for (const record of ids.get(collection.name) ?? []) titles.set(keyOf(record), collection.label);
  }
  const readable = collections.filter((it) => it.api.list && it.can.read !== "NONE");
  for (let start = 0; start < readable.length; start += mostCollections) {
    const part = readable.slice(start, start + mostCollections);
    const wanted = part.map((collection) => (ids.get(collection.name) ?? []).map(({ id }) => id));
    const variables = Object.fromEntries(wanted.map((list, index) => [`ids${index}`, list]));
    const limit = Math.max(...wanted.map((list) => list.length));
    const answer = await send(contentOperation(titlesText(part)), { ...variables, limit });
    part.forEach((collection, index) => {
      const found = answer[`c${index}`] as Record<string, unknown>[];
      for (const record of found) {
        titles.set(
          keyOf({ collection: collection.name, id: String(record.id) }),
          recordTitle(record, collection),
        );
      }
    });
  }
  return titles;
}

/** One request for records of many collections. Variables: `limit`, and `ids0` and so on. Answers `c0` and so on. */
export function titlesText(collections: Collection[]): string {
  const variables = collections.map((_, index) => `$ids${index}: [ID!]!`);
  const lists = collections.map(
    (collection, index) =>
      `c${index}: ${collection.api.list}(where: { id: { in: $ids${index} } }, limit: $limit) { ${titleSelection(collection)} }`,
  );
  return `query Titles($limit: Int!, ${variables.join(", ")}) { ${lists.join(" ")} }`;
}

/** What is asked of a record to tell its title by `recordTitle`. */
export function titleSelection(collection: Collection): string {
  const names = titleFields(collection).map((field) => field.name);
  return ["id", ...names.filter((name) => name !== "id")].join(" ");
}

export function keyOf({ collection, id }: RecordKey): string {
  return `${collection}:${id}`;
}

import { useQuery } from "@tanstack/react-query";
import { isRecord } from "../api/json-object.ts";
import { contentOperation, send } from "../api/operation.ts";
import { useModel } from "../api/use-model.ts";
import { type Model, titleField } from "../model/model.ts";
import { batched } from "./batched.ts";
import { keyOf, type RecordKey } from "./record-titles.ts";

/** What stood for a record that is gone, as the change log remembers; undefined when it does not. */
export function useLastTitle(record: RecordKey, isWanted: boolean): string | undefined {
  const model = useModel();
  const query = useQuery({
    queryKey: ["lastTitle", record.collection, record.id],
    queryFn: () => lastTitleOf(model, record),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return query.data ?? undefined;
}

const mostAtOnce = 50;

const lastTitleOf = batched(async (model: Model, records: RecordKey[]) => {
  const titles = new Map<string, string>();
  for (let start = 0; start < records.length; start += mostAtOnce) {
    const part = records.slice(start, start + mostAtOnce);
    const variables = Object.fromEntries(
      part.map(({ collection, id }, index) => [`where${index}`, { collection, id }]),
    );
    const answer = await send(contentOperation(lastChangesText(part.length)), variables);
    part.forEach((record, index) => {
      const collection = model.collections.get(record.collection);
      const title = collection && loggedValue(answer[`c${index}`], titleField(collection)?.name);
      if (title !== undefined) titles.set(keyOf(record), title);
    });
  }
  return (record: RecordKey): string | null => titles.get(keyOf(record)) ?? null;
});

/** The newest change of each record, in one request. Variables: `where0` and so on. */
export function lastChangesText(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((index) => `$where${index}: ChangeWhere`);
  const changes = indexes.map(
    (index) => `c${index}: changes(where: $where${index}, limit: 1) { fields { name before after } }`,
  );
  return `query LastChanges(${variables.join(", ")}) { ${changes.join(" ")} }`;
}

/** The value of a field as the newest change tells it: who deletes a record leaves all of it there. */
function loggedValue(changes: unknown, name: string | undefined): string | undefined {
  const change: unknown = Array.isArray(changes) ? changes[0] : undefined;
  const fields: unknown[] = isRecord(change) && Array.isArray(change.fields) ? change.fields : [];
  const field = fields.find((it) => isRecord(it) && it.name === name);
  const value = isRecord(field) ? (field.after ?? field.before) : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

import type { Collection, Model } from "../model/model.ts";
import type { Change, ChangedField } from "../parts/change-log.ts";

/** They follow from every change; who, when and which version stands beside it. */
const bookkeeping = new Set(["id", "createdAt", "updatedAt", "createdBy", "updatedBy", "version"]);

/** The fields of a change that tell something, in the order of the model; those that it has no more come last. */
export function shownFields(
  change: Change,
  collection: Collection | undefined,
  only?: string,
): ChangedField[] {
  const order = new Map((collection?.fields ?? []).map((field, index) => [field.name, index]));
  const place = (field: ChangedField) => order.get(field.name) ?? Number.POSITIVE_INFINITY;
  const tells = (field: ChangedField) =>
    !bookkeeping.has(field.name) &&
    (only === undefined || field.name === only) &&
    (change.operation === "UPDATE" || !isNothing(field.before) || !isNothing(field.after));
  return change.fields.filter(tells).sort((a, b) => Math.sign(place(a) - place(b)) || 0);
}

/** The labels of the first fields of a change, and how many more there are. */
export function fieldWords(change: Change, collection: Collection | undefined, most = 3) {
  const fields = shownFields(change, collection);
  const labels = fields.map(
    ({ name }) => collection?.fields.find((field) => field.name === name)?.label ?? name,
  );
  return { labels: labels.slice(0, most), more: Math.max(0, labels.length - most) };
}

/** What stood for the record, as the change itself knows: for records that are gone. */
export function loggedTitle(change: Change, collection: Collection | undefined): string | undefined {
  const field = change.fields.find(({ name }) => name === collection?.title);
  const value = field?.after ?? field?.before;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** The newest title of each record that the changes tell, by `Collection:id`. */
export function lastTitles(changes: Change[], model: Model): Map<string, string> {
  const titles = new Map<string, string>();
  for (const change of changes) {
    const key = `${change.collection}:${change.id}`;
    const title = loggedTitle(change, model.collections.get(change.collection));
    if (title !== undefined && !titles.has(key)) titles.set(key, title);
  }
  return titles;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

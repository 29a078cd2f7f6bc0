import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import { inputOf } from "../fields/field-value.ts";
import { selectionOf } from "../fields/selection.ts";
import { incomingFields } from "../model/incoming.ts";
import { type Collection, type Field, isReadable, isWritable, type Model } from "../model/model.ts";

/**
 * What makes a record again after it was deleted, under the id that it had; null when something of it could not be put back: what may not be
 * read or written, and what hangs on other records that are changed or deleted with it.
 */
export async function keptRecord(
  model: Model,
  collection: Collection,
  id: string,
): Promise<Record<string, unknown> | null> {
  if (!collection.api.create || collection.can.create === "NONE") return null;
  const own = collection.fields.filter((field) => !field.builtIn && !isFarEnd(field));
  const isWhole = own.every(
    (field) => field.can.read === "ALL" && isReadable(field) && isWritable(field, "create"),
  );
  if (!isWhole || collection.name === "User" || collection.name === "Asset") return null;
  if (isPointedTo(model, collection)) return null;
  const selection = ["id", ...own.map((field) => selectionOf(field, model, "edit"))].join(" ");
  try {
    const { record } = await send(recordQuery(collection, selection), { id });
    if (!isRecord(record)) return null;
    const values = own.map((field) => [field.name, inputOf(record[field.name], undefined, field, model)]);
    return { id, ...Object.fromEntries(values.filter(([, value]) => value !== undefined)) };
  } catch {
    return null;
  }
}

/** What other records say, and not this one. */
function isFarEnd(field: Field): boolean {
  return field.relation?.storage === "INVERSE" || field.relation?.storage === "JOIN_INVERSE";
}

/** Whether other records are changed by deleting: they would not be changed back. */
function isPointedTo(model: Model, collection: Collection): boolean {
  return incomingFields(model, collection).some(
    ({ field }) => field.relation?.storage === "JOIN" || field.relation?.onDelete !== "RESTRICT",
  );
}

import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import { inputOf } from "../fields/field-value.ts";
import { readValue } from "../fields/read-value.ts";
import { isComplete } from "../fields/relation/relation-input.ts";
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
    return isRecord(record) ? inputAgain(record, own, id, model) : null;
  } catch {
    return null;
  }
}

/** What a record is made of again, as it was answered; null when it holds more links than were read. */
export function inputAgain(
  record: Record<string, unknown>,
  fields: Field[],
  id: string,
  model: Model,
): Record<string, unknown> | null {
  const isCut = (field: Field) => field.kind === "RELATION" && !isComplete(field, record[field.name]);
  if (fields.some(isCut)) return null;
  const inputs = fields.map((field) => {
    const value = readValue(field, record[field.name], model);
    return [field.name, inputOf(value, undefined, field, model)];
  });
  return { id, ...Object.fromEntries(inputs.filter(([, input]) => input !== undefined)) };
}

/** What other records say, and not this one. */
function isFarEnd(field: Field): boolean {
  return field.relation?.storage === "INVERSE" || field.relation?.storage === "JOIN_INVERSE";
}

/** Whether other records are changed by deleting, also deep inside of them: they would not be changed back. */
export function isPointedTo(model: Model, collection: Collection): boolean {
  const inside = [...model.components.values()].flatMap(({ fields }) => fields);
  const pointing = inside.filter((field) => field.relation?.target === collection.name);
  const fields = [...incomingFields(model, collection).map(({ field }) => field), ...pointing];
  return fields.some(({ relation }) => relation?.storage === "JOIN" || relation?.onDelete !== "RESTRICT");
}

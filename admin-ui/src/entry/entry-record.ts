import { isRecord } from "../api/json-object.ts";
import { initialValue, inputOf } from "../fields/field-value.ts";
import { readValue } from "../fields/read-value.ts";
import { selectionOf } from "../fields/selection.ts";
import { type Collection, type Field, isReadable, isWritable, type Model } from "../model/model.ts";
import { isSameValue } from "../model/same-value.ts";
import type { Stored } from "./form-store.ts";
import type { Values } from "./merge.ts";

/** Whether the field's value can be asked for: related records also have to be such as may be read. */
export function isAskable(field: Field, model: Model): boolean {
  if (!isReadable(field)) return false;
  if (field.kind !== "RELATION") return true;
  const target = model.collections.get(field.type);
  return target !== undefined && target.can.read !== "NONE";
}

/** The fields that a form is made of: those that Headwater writes itself stand beside it. */
export function formFields(collection: Collection): Field[] {
  return collection.fields.filter((field) => !field.builtIn);
}

/** What is asked of a record that is edited: everything, and how many records its lists hold. */
export function entrySelection(collection: Collection, model: Model): string {
  const fields = collection.fields.filter((field) => field.name !== "id" && isAskable(field, model));
  const asked = fields.map((field) => selectionOf(field, model, "edit"));
  const counts = fields
    .filter(isCounted)
    .map((field) => `${countName(field)}: ${field.name}Aggregate { count }`);
  return ["id", ...asked, ...counts].join(" ");
}

function isCounted(field: Field): boolean {
  return field.list && field.kind === "RELATION" && field.relation?.storage !== "EMBEDDED";
}

function countName(field: Field): string {
  return `countOf_${field.name}`;
}

/** How many records a list of the record holds, as it was answered. */
export function countIn(record: unknown, fieldName: string): number | null {
  const found = isRecord(record) ? record[`countOf_${fieldName}`] : null;
  return isRecord(found) && typeof found.count === "number" ? found.count : null;
}

/** A record's values as a form holds them. */
export function readEntry(record: Record<string, unknown>, collection: Collection, model: Model): Stored {
  const values: Values = {};
  for (const field of collection.fields) {
    if (Object.hasOwn(record, field.name)) values[field.name] = readValue(field, record[field.name], model);
  }
  return {
    values,
    version: typeof record.version === "number" ? record.version : null,
    updatedBy: nameOfUser(record.updatedBy),
  };
}

/** What stands for a user in a sentence; null where they may not be seen. */
export function nameOfUser(user: unknown): string | null {
  if (!isRecord(user)) return null;
  const name = [user.name, user.email, user.id].find((part) => typeof part === "string" && part !== "");
  return typeof name === "string" ? name : null;
}

/** What the form of a new record begins with. */
export function newEntry(collection: Collection, model: Model): Stored {
  const fields = formFields(collection).filter((field) => isWritable(field, "create"));
  const values = fields.map((field) => [field.name, initialValue(field, model)]);
  return { values: Object.fromEntries(values), version: null, updatedBy: null };
}

/** What is sent to make a record: what was filled in, and what was emptied that would have had a default. */
export function createInput(values: Values, collection: Collection, model: Model): Values {
  const data: Values = {};
  for (const field of formFields(collection)) {
    const value = values[field.name];
    if (!isWritable(field, "create") || isLeftOut(field, value, model)) continue;
    data[field.name] = inputOf(value, undefined, field, model);
  }
  return data;
}

function isLeftOut(field: Field, value: unknown, model: Model): boolean {
  if (value === undefined) return true;
  if (field.default !== null && field.default !== undefined)
    return isSameValue(field, value, field.default, model);
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** What is sent to change a record: what is not as it was read. */
export function updateInput(
  state: { values: Values; base: Values; changed: ReadonlySet<string> },
  collection: Collection,
  model: Model,
): Values {
  const data: Values = {};
  for (const field of formFields(collection)) {
    if (!state.changed.has(field.name) || !isWritable(field, "update")) continue;
    const before = state.base[field.name] ?? null;
    data[field.name] = inputOf(state.values[field.name], before, field, model);
  }
  return data;
}

/** Whether the field can be filled in: some only while the record has no value there. */
export function isEditable(field: Field, purpose: "create" | "update", stored: unknown): boolean {
  if (field.readOnly || !isWritable(field, purpose)) return false;
  return !(field.writeOnce && purpose === "update" && stored !== null && stored !== undefined);
}

import type { Field, Model } from "../model/model.ts";
import { kindOf } from "./registry.ts";

/**
 * What forms, tables and exports do with the value of a whole field: of a list of values as well as of one. Relations
 * look after lists themselves.
 */

/** Whether the value is a list whose items are the kind's values. */
export function isListOfValues(field: Field): boolean {
  return field.list && field.kind !== "RELATION";
}

/** The field of one item of a list. What the model says of lengths is said of the list. */
export function itemField(field: Field): Field {
  const check = field.check && { ...field.check, minLength: null, maxLength: null };
  return { ...field, list: false, required: field.itemsRequired, default: null, check };
}

/** What a new record's form begins with. */
export function initialValue(field: Field, model: Model): unknown {
  if (field.default !== null && field.default !== undefined) return field.default;
  if (isListOfValues(field)) return field.required ? [] : null;
  return kindOf(field).empty(field, model);
}

/** What a mutation is given for the value. `before` is the value as it was read; undefined for a new record. */
export function inputOf(value: unknown, before: unknown, field: Field, model: Model): unknown {
  const kind = kindOf(field);
  if (!isListOfValues(field)) return kind.toInput(value, before, field, model);
  if (!Array.isArray(value)) return value ?? (field.required ? [] : null);
  const item = itemField(field);
  return value.map((one) => kind.toInput(one, undefined, item, model));
}

/** The value as plain text. */
export function textOf(value: unknown, field: Field, model: Model): string {
  const kind = kindOf(field);
  if (!isListOfValues(field) || !Array.isArray(value)) return kind.toText(value, field, model);
  const item = itemField(field);
  return value.map((one) => kind.toText(one, item, model)).join(", ");
}

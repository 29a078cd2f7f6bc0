import { type Collection, type Field, isWritable } from "../model/model.ts";
import { formFields } from "./entry-record.ts";
import type { Values } from "./merge.ts";

/**
 * What the form of a copy begins with: the values of the original, but for those that only one record can have. Text
 * is told apart by `copyOf`, what the server makes itself is left to it, and everything else is left empty.
 */
export function duplicateOf(
  values: Values,
  collection: Collection,
  copyOf: (text: string) => string,
): Values {
  const copied = formFields(collection).flatMap((field): [string, unknown][] => {
    if (!isWritable(field, "create") || !Object.hasOwn(values, field.name)) return [];
    const value = values[field.name];
    if (belongsToOriginal(field)) return [[field.name, field.list ? [] : null]];
    if (!field.unique) return [[field.name, value]];
    const isWords = field.kind === "SCALAR" && (field.type === "String" || field.type === "Text");
    return [[field.name, isWords && typeof value === "string" ? copyOf(value) : null]];
  });
  return Object.fromEntries(copied);
}

/** Related records that can point to one record only: a copy would take them away. */
function belongsToOriginal(field: Field): boolean {
  return field.relation?.storage === "INVERSE";
}

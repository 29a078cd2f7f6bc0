import { isComplete } from "../fields/relation/relation-input.ts";
import type { Collection } from "../model/model.ts";
import { formFields } from "./entry-record.ts";

/**
 * Whether a deleted record could be made again as it was: not when parts of it are never read,
 * never written, or more than were read.
 */
export function canMakeAgain(collection: Collection, record: Record<string, unknown>): boolean {
  if (collection.can.create === "NONE") return false;
  return formFields(collection).every((field) => {
    if (field.can.read !== "ALL" || field.secret) return false;
    const value = record[field.name] ?? null;
    if (field.kind === "RELATION" && !isComplete(field, value)) return false;
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    return isEmpty || field.can.create !== "NONE";
  });
}

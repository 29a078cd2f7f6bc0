import type { Field } from "../../model/model.ts";
import { idsOf } from "../../model/same-value.ts";

/** How many records of a list are read for a form. As many as this may be there and more. */
export function loadedLimit(field: Field): number {
  switch (field.relation?.storage) {
    // A component is written as a whole: what was not read would be lost.
    case "EMBEDDED":
      return 1000;
    case "JOIN":
      return 200;
    default:
      return 25;
  }
}

/** Whether the links as they were read are all of them: not of a list that may not be read, or only to its limit. */
export function isComplete(field: Field, before: unknown): boolean {
  return !field.list || (Array.isArray(before) && before.length < loadedLimit(field));
}

/** Whether the list has an order of its own that is kept. */
export function hasOrder(field: Field): boolean {
  return field.relation?.storage === "JOIN" || field.relation?.storage === "EMBEDDED";
}

/**
 * What a mutation does to get from one value of a relation to another. Of lists that were not read to their end only
 * the differences are sent, so that nothing is lost that nobody saw.
 */
export function relationInput(value: unknown, before: unknown, field: Field): unknown {
  const isFresh = before === undefined || field.relation?.storage === "EMBEDDED";
  const [ids, known] = [idsOf(value), isFresh ? [] : idsOf(before)];
  if (!field.list) return oneInput(ids[0], known[0], isFresh);
  if (field.relation?.storage === "EMBEDDED" && ids.length >= loadedLimit(field))
    throw new Error(`${field.label}: ${loadedLimit(field)} records or more can't be saved from a form`);
  if (isFresh) return ids.length > 0 ? { connect: ids.map(key) } : undefined;
  if (hasOrder(field) && isComplete(field, before)) return { set: ids.map(key) };
  const [kept, there] = [new Set(ids), new Set(known)];
  const added = ids.filter((id) => !there.has(id));
  const removed = known.filter((id) => !kept.has(id));
  return {
    ...(added.length > 0 ? { connect: added.map(key) } : {}),
    ...(removed.length > 0 ? { disconnect: removed.map(key) } : {}),
  };
}

function oneInput(id: string | undefined, known: string | undefined, isFresh: boolean): unknown {
  if (id === undefined) return isFresh ? undefined : { disconnect: true };
  return id === known ? undefined : { connect: key(id) };
}

function key(id: string): { id: string } {
  return { id };
}

import { ExactNumber } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";
import { type Field, fieldsOf, type Model } from "./model.ts";

/**
 * Whether two values of a field are the same to who edits them: related records by their ids, components by the
 * fields of the model, and a value that is missing is no other than null.
 */
export function isSameValue(field: Field, one: unknown, other: unknown, model: Model): boolean {
  if (one === other) return true;
  const [a, b] = [one ?? null, other ?? null];
  if (a === null || b === null) return a === b;
  if (field.kind === "RELATION") return isSameRelation(field, a, b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSameItem(field, item, b[index], model));
  }
  return isSameItem(field, a, b, model);
}

function isSameItem(field: Field, a: unknown, b: unknown, model: Model): boolean {
  if (a === b) return true;
  if (!isRecord(a) || !isRecord(b)) return isSameJson(a, b);
  if (field.kind === "COMPONENT") return isSameComponent(field.type, a, b, model);
  if (field.kind !== "BLOCKS") return isSameJson(a, b);
  return a.__typename === b.__typename && isSameComponent(String(a.__typename), a, b, model);
}

function isSameComponent(
  typeName: string,
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  model: Model,
): boolean {
  return fieldsOf(model, typeName).every((field) => isSameValue(field, a[field.name], b[field.name], model));
}

function isSameRelation(field: Field, a: unknown, b: unknown): boolean {
  const [ids, others] = [idsOf(a), idsOf(b)];
  if (ids.length !== others.length) return false;
  const hasOrder = field.relation?.storage === "JOIN" || field.relation?.storage === "EMBEDDED";
  if (hasOrder) return ids.every((id, index) => id === others[index]);
  const known = new Set(others);
  return ids.every((id) => known.has(id));
}

/** The ids of the related records that a value holds, whether it is one or many. */
export function idsOf(value: unknown): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => (isRecord(item) && typeof item.id === "string" ? [item.id] : []));
}

/** Whether two values are the same JSON, in whatever order their names stand. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
  if (a instanceof ExactNumber && b instanceof ExactNumber) return a.text === b.text;
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameJson(a[name], b[name]))
  );
}

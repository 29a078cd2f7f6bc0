import { isRecord } from "../api/json-object.ts";
import { type Field, fieldsOf, type Model } from "../model/model.ts";

/** A value as the log has it, as a form holds it: relations are records, and components have all their fields. */
export function formValue(value: unknown, field: Field, model: Model): unknown {
  if (value === null || value === undefined) return field.list ? [] : null;
  if (Array.isArray(value)) return value.map((item) => oneFormValue(item, field, model));
  return oneFormValue(value, field, model);
}

function oneFormValue(value: unknown, field: Field, model: Model): unknown {
  if (field.kind === "RELATION") return { id: String(value) };
  const typeName = componentOf(value, field);
  if (typeName === null || !isRecord(value)) return value;
  const known = fieldsOf(model, typeName).map((inner) => [
    inner.name,
    formValue(value[inner.name], inner, model),
  ]);
  return { __typename: typeName, ...Object.fromEntries(known) };
}

/** The component that a value is of; null when it is of none. */
export function componentOf(value: unknown, field: Field): string | null {
  if (!isRecord(value)) return null;
  if (field.kind === "COMPONENT") return field.type;
  if (field.kind !== "BLOCKS") return null;
  return typeof value.__typename === "string" ? value.__typename : null;
}

/** The ids that a value of a relation holds. */
export function linkedIds(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

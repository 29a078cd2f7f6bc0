import { type ConstValueNode, Kind } from "graphql";
import { fieldNamed, fieldsOf, type Model } from "../../model/model.ts";

export type FilterMistake = { kind: "field" | "object" | "operator"; name: string; type: string };

const connectives: ReadonlySet<string> = new Set(["and", "or", "not"]);
const quantifiers: ReadonlySet<string> = new Set(["some", "every", "none"]);

/** The first thing in a filter that can be seen to be wrong without asking the server, which checks all of it. */
export function filterMistake(model: Model, typeName: string, filter: ConstValueNode): FilterMistake | null {
  if (filter.kind === Kind.NULL) return null;
  if (filter.kind !== Kind.OBJECT) return { kind: "object", name: "", type: typeName };
  for (const { name, value } of filter.fields) {
    const mistake = connectives.has(name.value)
      ? connectedMistake(model, typeName, value)
      : fieldMistake(model, typeName, name.value, value);
    if (mistake) return mistake;
  }
  return null;
}

function connectedMistake(model: Model, typeName: string, value: ConstValueNode): FilterMistake | null {
  for (const item of value.kind === Kind.LIST ? value.values : [value]) {
    const mistake = filterMistake(model, typeName, item);
    if (mistake) return mistake;
  }
  return null;
}

function fieldMistake(
  model: Model,
  typeName: string,
  name: string,
  value: ConstValueNode,
): FilterMistake | null {
  // Unions and types that are about to be made have no fields here: the server knows.
  if (fieldsOf(model, typeName).length === 0) return null;
  const field = fieldNamed(model, typeName, name);
  if (!field) return { kind: "field", name, type: typeName };
  if (value.kind !== Kind.OBJECT)
    return value.kind === Kind.NULL ? null : { kind: "object", name, type: typeName };
  const isNested = field.kind === "RELATION" || field.kind === "COMPONENT" || field.kind === "BLOCKS";
  if (!isNested) {
    const known = field.operators;
    const wrong = value.fields.find(({ name }) => name.value !== "mode" && !known.includes(name.value));
    return known.length > 0 && wrong ? { kind: "operator", name: wrong.name.value, type: name } : null;
  }
  for (const entry of value.fields) {
    const isOfList = quantifiers.has(entry.name.value);
    if (!field.list && !field.operators.includes(entry.name.value))
      return filterMistake(model, field.type, value);
    const mistake = isOfList ? filterMistake(model, field.type, entry.value) : null;
    if (mistake) return mistake;
  }
  return null;
}

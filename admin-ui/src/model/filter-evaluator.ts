import { isRecord } from "../api/json-object.ts";
import { type Field, fieldNamed, type Model } from "./model.ts";
import { every, not, some, type Truth } from "./truth.ts";
import { testValue } from "./value-operators.ts";

/**
 * Judges a filter of the API by the values of a form, as the server would judge it by a record's. What a form does not
 * know (fields of related records beyond those that were read) is null, and so is what is asked of it.
 */
export function evaluateFilter(
  filter: unknown,
  typeName: string,
  values: Record<string, unknown>,
  model: Model,
): Truth {
  if (!isRecord(filter)) return true;
  return every(
    Object.entries(filter).map(([name, test]) => {
      if (name === "and")
        return every(listOf(test).map((one) => evaluateFilter(one, typeName, values, model)));
      if (name === "or") return some(listOf(test).map((one) => evaluateFilter(one, typeName, values, model)));
      if (name === "not") return not(evaluateFilter(test, typeName, values, model));
      return testBlock(name, test, typeName, values, model) ?? testField(name, test, typeName, values, model);
    }),
  );
}

function testField(
  name: string,
  test: unknown,
  typeName: string,
  values: Record<string, unknown>,
  model: Model,
): Truth {
  const field = fieldNamed(model, typeName, name);
  // Of related records only their titles are read; of components everything, and what is missing is null.
  if (!field || (values[name] === undefined && model.collections.has(typeName))) return null;
  const value = values[name] ?? null;
  if (test === null) return value === null;
  if (!isRecord(test)) return null;
  switch (field.kind) {
    case "SCALAR":
    case "ENUM":
      return testValue(field, value, test);
    case "COMPONENT":
    case "BLOCKS":
      return field.list ? testMany(field, value, test, model) : testOne(field, value, test, model);
    case "RELATION":
      return field.list ? testMany(field, value, test, model) : testOne(field, value, test, model);
  }
}

/** A single component, block or related record: it is there, and passes. */
function testOne(field: Field, value: unknown, test: Record<string, unknown>, model: Model): Truth {
  const { isNull, ...inner } = test;
  const told = typeof isNull === "boolean" ? (value === null) === isNull : true;
  if (Object.keys(inner).length === 0) return told;
  if (!isRecord(value)) return every([told, false]);
  return every([told, evaluateFilter(inner, typeOf(field, value), value, model)]);
}

function testMany(field: Field, value: unknown, test: Record<string, unknown>, model: Model): Truth {
  const items = (Array.isArray(value) ? value : []).filter(isRecord);
  return every(
    Object.entries(test).map(([quantifier, inner]) => {
      if (quantifier === "isNull") return (value === null) === inner;
      if (quantifier === "count")
        return isRecord(inner) ? testValue({ type: "Int", list: false }, items.length, inner) : null;
      const truths = items.map((item) => evaluateFilter(inner, typeOf(field, item), item, model));
      // A quantifier counts the items that pass; of those that can't be judged, none does.
      const passes = (truth: Truth) => truth === true;
      if (quantifier === "some") return truths.some(passes);
      if (quantifier === "none") return !truths.some(passes);
      if (quantifier === "every") return truths.every(passes);
      return null;
    }),
  );
}

/** In blocks a filter names components by the keys of their inputs, and `is` asks which one it is. */
function testBlock(
  name: string,
  test: unknown,
  typeName: string,
  values: Record<string, unknown>,
  model: Model,
): Truth | undefined {
  const unions = [...model.blocks.values()].filter((blocks) =>
    blocks.members.some((member) => member.component === typeName),
  );
  if (!model.components.has(typeName) || unions.length === 0) return undefined;
  if (fieldNamed(model, typeName, name)) return undefined;
  if (name === "is") return listOf(test).includes(typeName);
  const member = unions.flatMap((blocks) => blocks.members).find((member) => member.inputKey === name);
  if (!member) return undefined;
  return member.component === typeName ? evaluateFilter(test, typeName, values, model) : false;
}

function typeOf(field: Field, value: Record<string, unknown>): string {
  if (field.kind === "BLOCKS") return String(value.__typename);
  return field.relation?.target ?? field.type;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

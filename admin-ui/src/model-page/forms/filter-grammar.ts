import { type Field, fieldNamed, fieldsOf, type Model } from "../../model/model.ts";
import { valuesOf } from "../types/type-index.ts";

/** What may stand at a place of a filter, an order or the values of a rule. */
export type Expected =
  /** Conditions on a record. */
  | { kind: "filter"; type: string }
  /** Fields with directions. */
  | { kind: "order"; type: string }
  /** Fields with values. */
  | { kind: "values"; type: string }
  /** How many of a list pass a filter: `some`, `every`, `none`, `count`. */
  | { kind: "quantifiers"; name: string; type: string; words: readonly string[] }
  /** Comparisons of a value. */
  | { kind: "operators"; name: string; type: string; words: readonly string[] }
  | { kind: "operand"; type: string; operator: string }
  | { kind: "direction" }
  /** What only the server can say. */
  | { kind: "unknown" };

/** A word that may begin an entry of an object, and what it is. */
export type EntryWord = { name: string; detail: string };

const comparisons = ["eq", "ne", "in", "notIn", "lt", "lte", "gt", "gte", "between", "isNull"];
const textComparisons = [...comparisons, "contains", "startsWith", "endsWith", "like"];
const textTypes = new Set(["Email", "Markdown", "Slug", "String", "Text", "URL"]);
const connectives = ["and", "or", "not"];
export const directions = [
  "ASC",
  "DESC",
  "ASC_NULLS_FIRST",
  "ASC_NULLS_LAST",
  "DESC_NULLS_FIRST",
  "DESC_NULLS_LAST",
];
const unknown: Expected = { kind: "unknown" };

/** What may follow a word, or null where the word can't stand. */
export function expectedAfter(model: Model, expected: Expected, word: string): Expected | null {
  switch (expected.kind) {
    case "filter": {
      if (connectives.includes(word)) return expected;
      // Unions and types that are about to be made have no fields here: the server knows.
      if (fieldsOf(model, expected.type).length === 0) return unknown;
      const field = fieldNamed(model, expected.type, word);
      return field ? conditionsOn(field) : null;
    }
    case "order": {
      if (fieldsOf(model, expected.type).length === 0) return unknown;
      const field = fieldNamed(model, expected.type, word);
      if (!field) return null;
      return holdsFields(field) && !field.list ? { kind: "order", type: field.type } : { kind: "direction" };
    }
    case "values": {
      if (fieldsOf(model, expected.type).length === 0) return unknown;
      const field = fieldNamed(model, expected.type, word);
      if (!field) return null;
      return holdsFields(field) ? unknown : { kind: "operand", type: field.type, operator: "eq" };
    }
    case "quantifiers":
      if (!expected.words.includes(word)) return null;
      return word === "count"
        ? { kind: "operators", name: "count", type: "Int", words: comparisons }
        : { kind: "filter", type: expected.type };
    case "operators":
      if (word === "mode" && textTypes.has(expected.type))
        return { kind: "operand", type: "", operator: "mode" };
      if (!expected.words.includes(word)) return null;
      return operandOf(expected.type, word);
    default:
      return unknown;
  }
}

/** The words that may begin an entry. */
export function entryWords(model: Model, expected: Expected): EntryWord[] {
  switch (expected.kind) {
    case "filter":
      return [
        ...ownFirst(fieldsOf(model, expected.type))
          .filter((field) => !field.secret)
          .map((field) => ({ name: field.name, detail: typeOf(field) })),
        ...connectives.map((name) => ({ name, detail: "" })),
      ];
    case "order":
    case "values":
      return fieldsOf(model, expected.type)
        .filter((field) => expected.kind === "order" || !field.builtIn)
        .map((field) => ({ name: field.name, detail: typeOf(field) }));
    case "quantifiers":
    case "operators":
      return expected.words.map((name) => ({ name, detail: "" }));
    default:
      return [];
  }
}

/** The names of values that may stand here, without quotes. */
export function valueWords(model: Model, expected: Expected): string[] {
  if (expected.kind === "direction") return directions;
  if (expected.kind !== "operand") return [];
  if (expected.operator === "mode") return ["INSENSITIVE"];
  if (expected.type === "Boolean") return ["true", "false"];
  return valuesOf(model, expected.type).map((value) => value.name);
}

/** The variables that may stand here, without quotes. */
export function variableWords(model: Model, expected: Expected): string[] {
  if (expected.kind !== "operand" || expected.operator === "mode" || expected.type === "Boolean") return [];
  const { type } = expected;
  if (type === "DateTime" || type === "Date" || type === "Time") return ["$now", "$now(-1d)", "$now(-15m)"];
  const users = fieldsOf(model, "User").filter(
    (field) => !field.list && !holdsFields(field) && !field.secret,
  );
  const own = users.filter(
    (field) => field.type === type || (textTypes.has(type) && textTypes.has(field.type)),
  );
  const names = type === "Role" ? ["$user.roles"] : own.map((field) => `$user.${field.name}`);
  return textTypes.has(type) ? [...names, "$request.ip"] : names;
}

function conditionsOn(field: Field): Expected {
  if (holdsFields(field)) {
    if (!field.list) return { kind: "filter", type: field.type };
    const words = field.operators.length > 0 ? field.operators : ["some", "every", "none", "count"];
    return { kind: "quantifiers", name: field.name, type: field.type, words };
  }
  const words = field.operators.length > 0 ? field.operators : usualOperators(field);
  return { kind: "operators", name: field.name, type: field.type, words };
}

/** For fields that are about to be made: the server has not told what they are compared by. */
function usualOperators(field: Field): string[] {
  if (field.list) return ["has", "hasEvery", "hasSome", "isEmpty", "isNull"];
  if (field.type === "Boolean") return ["eq", "ne", "isNull"];
  if (field.kind === "ENUM") return ["eq", "ne", "in", "notIn", "isNull"];
  if (field.type === "Point") return ["near", "within", "isNull"];
  if (field.type === "JSON") return ["path", "isNull"];
  if (field.type === "RichText") return ["isNull"];
  return textTypes.has(field.type) ? textComparisons : comparisons;
}

function operandOf(type: string, operator: string): Expected {
  if (operator === "isNull" || operator === "isEmpty") return { kind: "operand", type: "Boolean", operator };
  if (operator === "near" || operator === "within" || operator === "path") return unknown;
  return { kind: "operand", type, operator };
}

function holdsFields(field: Field): boolean {
  return field.kind === "RELATION" || field.kind === "COMPONENT" || field.kind === "BLOCKS";
}

function ownFirst(fields: Field[]): Field[] {
  return fields.toSorted((one, other) => Number(one.builtIn) - Number(other.builtIn));
}

function typeOf(field: Field): string {
  return field.list ? `[${field.type}]` : field.type;
}

import { randomId } from "@mantine/hooks";
import { isRecord } from "../../api/json-object.ts";
import type { Field, Model } from "../../model/model.ts";
import {
  type Condition,
  countName,
  type FilterGroup,
  type FilterNode,
  filterPath,
  holdsFields,
  isAnyOf,
  isMany,
  isName,
  isRecordNull,
  newGroup,
  operatorsOf,
  type Quantifier,
} from "./filter-tree.ts";
import { isComplete } from "./filter-value.ts";

type Json = Record<string, unknown>;

/** The filter as the API takes it; null when nothing of it is complete. */
export function whereOf(node: FilterNode): Json | null {
  switch (node.kind) {
    case "group":
      return whereOfGroup(node);
    case "condition":
      return whereOfCondition(node);
    case "related": {
      const inner = whereOf(node.group);
      if (!inner) return null;
      return along(node.path, node.quantifier === "one" ? inner : { [node.quantifier]: inner });
    }
    case "raw":
      return readRaw(node.text);
  }
}

function whereOfGroup(group: FilterGroup): Json | null {
  const parts = group.items.map(whereOf).filter((part) => part !== null);
  const [first] = parts;
  if (!first) return null;
  const joined = parts.length === 1 ? first : group.join === "or" ? { or: parts } : together(parts);
  return group.isNot ? { not: joined } : joined;
}

/** Parts that name different things fit into one object. */
function together(parts: Json[]): Json {
  const names = parts.flatMap(Object.keys);
  return new Set(names).size === names.length ? Object.assign({}, ...parts) : { and: parts };
}

function whereOfCondition({ path, operator, value, ignoresCase }: Condition): Json | null {
  if (!isComplete(operator, value)) return null;
  if (path.at(-1) === isName) return along(path, value);
  if (operator === isAnyOf) return along(path, { id: { in: value } });
  if (operator === isRecordNull) return value === true ? along(path, null) : { not: along(path, null) };
  return along(path, ignoresCase ? { [operator]: value, mode: "INSENSITIVE" } : { [operator]: value });
}

function along(path: string[], test: unknown): Json {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), test) as Json;
}

function readRaw(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && Object.keys(value).length > 0 ? value : null;
  } catch {
    return null;
  }
}

/** A filter of the API's as it is built on the page. What the page can't show becomes JSON that can be edited. */
export function readWhere(model: Model, typeName: string, where: Json | null): FilterGroup {
  const [only, ...others] = where ? readParts(model, typeName, where) : [];
  if (only?.kind === "group" && others.length === 0) return only;
  return newGroup(only ? [only, ...others] : []);
}

function readParts(model: Model, typeName: string, where: Json): FilterNode[] {
  return Object.entries(where).flatMap(([name, value]) => {
    if (name === "and" && isRecordList(value))
      return value.flatMap((part) => {
        const group = readWhere(model, typeName, part);
        return group.join === "and" && !group.isNot ? group.items : [group];
      });
    if (name === "or" && isRecordList(value))
      return [
        newGroup(
          value.map((part) => single(readWhere(model, typeName, part))),
          "or",
        ),
      ];
    if (name === "not" && isRecord(value)) return [readNot(model, typeName, value)];
    return readField(model, typeName, [name], value) ?? [rawPart({ [name]: value })];
  });
}

function readNot(model: Model, typeName: string, value: Json): FilterNode {
  const group = readWhere(model, typeName, value);
  const [only] = group.items;
  const isAbsence =
    group.items.length === 1 && !group.isNot && only?.kind === "condition" && only.operator === isRecordNull;
  if (isAbsence) return { ...only, value: only.value !== true };
  return group.isNot ? { ...newGroup([group]), isNot: true } : { ...group, isNot: true };
}

/** A group of one thing is that thing. */
function single(group: FilterGroup): FilterNode {
  const [only] = group.items;
  return only && group.items.length === 1 && !group.isNot ? only : group;
}

/** Null where the page has nothing for it. */
function readField(model: Model, typeName: string, path: string[], value: unknown): FilterNode[] | null {
  const field = filterPath(model, typeName, path)?.at(-1);
  if (!field) return null;
  if (field.name === isName && field.operators.includes(isName))
    return Array.isArray(value) ? [condition(path, isName, value)] : null;
  if (isMany(field)) return readMany(model, typeName, path, field, value);
  if (holdsFields(field)) return readOne(model, typeName, path, field, value);
  return readTests(path, field, value);
}

function readTests(path: string[], field: Field, value: unknown): FilterNode[] | null {
  if (value === null) return field.operators.includes("isNull") ? [condition(path, "isNull", true)] : null;
  if (!isRecord(value)) return null;
  const ignoresCase = value.mode === "INSENSITIVE";
  const tests = Object.entries(value).filter(([name]) => name !== "mode");
  const known = operatorsOf(field);
  if (tests.length === 0 || tests.some(([name]) => !known.includes(name))) return null;
  return tests.map(([operator, operand]) => {
    if (operand === null && (operator === "eq" || operator === "ne"))
      return condition(path, "isNull", operator === "eq");
    return condition(path, operator, operand, ignoresCase);
  });
}

function readOne(
  model: Model,
  typeName: string,
  path: string[],
  field: Field,
  value: unknown,
): FilterNode[] | null {
  if (value === null) return [condition(path, isRecordNull, true)];
  if (!isRecord(value) || Object.keys(value).length === 0) return null;
  const ids = field.kind === "RELATION" && Object.keys(value).length === 1 ? idsOf(value.id) : null;
  if (ids) return [condition(path, isAnyOf, ids)];
  if (!("and" in value || "or" in value || "not" in value)) {
    const parts = Object.entries(value).map(([name, inner]) =>
      readField(model, typeName, [...path, name], inner),
    );
    if (parts.every((part) => part !== null)) return parts.flat();
  }
  return [
    { kind: "related", id: randomId(), path, quantifier: "one", group: readWhere(model, field.type, value) },
  ];
}

const quantifiers = new Set(["some", "every", "none"]);

function readMany(
  model: Model,
  typeName: string,
  path: string[],
  field: Field,
  value: unknown,
): FilterNode[] | null {
  if (!isRecord(value) || Object.keys(value).length === 0) return null;
  const parts = Object.entries(value).map(([name, inner]): FilterNode[] | null => {
    if (name === countName) return readField(model, typeName, [...path, countName], inner);
    if (!quantifiers.has(name) || !isRecord(inner) || Object.keys(inner).length === 0) return null;
    const quantifier = name as Quantifier;
    return [
      { kind: "related", id: randomId(), path, quantifier, group: readWhere(model, field.type, inner) },
    ];
  });
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

function idsOf(test: unknown): string[] | null {
  if (!isRecord(test) || Object.keys(test).length !== 1) return null;
  if (typeof test.eq === "string") return [test.eq];
  const ids = test.in;
  return Array.isArray(ids) && ids.every((id) => typeof id === "string") ? ids : null;
}

function condition(path: string[], operator: string, value: unknown, ignoresCase = false): Condition {
  return { kind: "condition", id: randomId(), path, operator, value, ignoresCase };
}

function rawPart(part: Json): FilterNode {
  return { kind: "raw", id: randomId(), text: JSON.stringify(part, null, 2) };
}

function isRecordList(value: unknown): value is Json[] {
  return Array.isArray(value) && value.every(isRecord);
}

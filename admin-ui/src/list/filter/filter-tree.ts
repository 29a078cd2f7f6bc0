import { randomId } from "@mantine/hooks";
import { type Field, fieldsOf, isReadable, type Model, titleField } from "../../model/model.ts";

/** A filter as it is built: the same things as `where`, in the order in which they stand on the page. */
export type FilterNode = FilterGroup | Condition | Related | Raw;

export type FilterGroup = {
  kind: "group";
  id: string;
  join: "and" | "or";
  isNot: boolean;
  items: FilterNode[];
};

/** A test of one field, to which a way over single records and components may lead. */
export type Condition = {
  kind: "condition";
  id: string;
  path: string[];
  operator: string;
  value: unknown;
  /** Whether capitals don't count, for texts. */
  ignoresCase: boolean;
};

export type Quantifier = "one" | "some" | "every" | "none";

/** A filter of what a field points to or holds: of the one thing, or of some, every or none of many. */
export type Related = {
  kind: "related";
  id: string;
  path: string[];
  quantifier: Quantifier;
  group: FilterGroup;
};

/** A part of a filter that these pages can't show otherwise. */
export type Raw = { kind: "raw"; id: string; text: string };

export function newGroup(items: FilterNode[] = [], join: "and" | "or" = "and"): FilterGroup {
  return { kind: "group", id: randomId(), join, isNot: false, items };
}

/** The name of the test for what a block is. */
export const isName = "is";
/** The name of the number of things in a list. */
export const countName = "count";
/** Stands for a test of a related record itself. */
export const isAnyOf = "isAnyOf";
/** Stands for a test whether there is a related record or a component at all. */
export const isRecordNull = "isRecordNull";
/** Operators that ask whether there is something. */
export const emptiness = new Set(["isNull", "isEmpty", isRecordNull]);

/**
 * What can be filtered by in a type: the fields of a collection or a component; of blocks, what they are and the
 * components that they may be.
 */
export function filterFields(model: Model, typeName: string): Field[] {
  const blocks = model.blocks.get(typeName);
  if (!blocks)
    return fieldsOf(model, typeName).filter((field) => isReadable(field) && field.operators.length > 0);
  const members = blocks.members.map((member) =>
    madeField(member.inputKey, model.components.get(member.component)?.label ?? member.component, {
      kind: "COMPONENT",
      type: member.component,
      operators: ["and", "or", "not"],
    }),
  );
  return [
    madeField(isName, isName, { kind: "ENUM", type: typeName, list: true, operators: [isName] }),
    ...members,
  ];
}

/** The fields along a path; null where the model has no such way. */
export function filterPath(model: Model, typeName: string, path: string[]): Field[] | null {
  const fields: Field[] = [];
  let type = typeName;
  for (const name of path) {
    const last = fields.at(-1);
    const field =
      last && isMany(last)
        ? name === countName
          ? countField
          : undefined
        : filterFields(model, type).find((it) => it.name === name);
    if (!field || (last && !holdsFields(last))) return null;
    fields.push(field);
    type = field.type;
  }
  return fields.length > 0 ? fields : null;
}

/** Whether the field has fields behind it: those of a record, a component or blocks. */
export function holdsFields(field: Field): boolean {
  return field.kind === "RELATION" || field.kind === "COMPONENT" || field.kind === "BLOCKS";
}

/** Whether there may be many of what has fields. */
export function isMany(field: Field): boolean {
  return field.list && holdsFields(field);
}

function madeField(name: string, label: string, said: Partial<Field>): Field {
  return {
    name,
    label,
    description: null,
    kind: "SCALAR",
    type: "Int",
    list: false,
    required: true,
    itemsRequired: true,
    builtIn: false,
    default: null,
    unique: false,
    readOnly: false,
    writeOnce: false,
    secret: false,
    localized: false,
    search: false,
    slugFrom: null,
    operators: [],
    sortable: false,
    groupable: false,
    deprecated: null,
    check: null,
    relation: null,
    asset: null,
    richText: null,
    ui: null,
    rules: [],
    can: { read: "ALL", create: "NONE", update: "NONE" },
    ...said,
  };
}

const countField = madeField(countName, countName, {
  operators: ["eq", "ne", "gt", "gte", "lt", "lte", "between", "in", "notIn"],
});

/** The field that a new part begins with: the title, or else the first that is the type's own. */
export function leadingField(model: Model, typeName: string): Field | undefined {
  const collection = model.collections.get(typeName);
  const fields = filterFields(model, typeName);
  const title = collection && titleField(collection);
  return (
    fields.find((field) => field.name === title?.name) ??
    fields.find((field) => !field.builtIn && !isMany(field)) ??
    fields[0]
  );
}

/** The operators of a field in the order in which they are offered. */
export function operatorsOf(field: Field): string[] {
  if (field.kind === "RELATION" && !field.list) return [isAnyOf, isRecordNull];
  if (holdsFields(field)) return field.list ? [] : [isRecordNull];
  return operatorOrder.filter((operator) => field.operators.includes(operator));
}

const operatorOrder = [
  isName,
  "contains",
  "eq",
  "ne",
  "startsWith",
  "endsWith",
  "like",
  "gt",
  "gte",
  "lt",
  "lte",
  "between",
  "has",
  "hasSome",
  "hasEvery",
  "in",
  "notIn",
  "near",
  "within",
  "path",
  "isEmpty",
  "isNull",
];

/** What a part begins with when a field was chosen for it. */
export function nodeFor(model: Model, typeName: string, path: string[]): FilterNode {
  const field = filterPath(model, typeName, path)?.at(-1);
  const id = randomId();
  if (field && isMany(field)) {
    const first = leadingField(model, field.type);
    const items = first ? [nodeFor(model, field.type, [first.name])] : [];
    return { kind: "related", id, path, quantifier: "some", group: newGroup(items) };
  }
  if (field && (field.kind === "COMPONENT" || field.kind === "BLOCKS")) {
    const first = leadingField(model, field.type);
    if (first && !isMany(first)) return nodeFor(model, typeName, [...path, first.name]);
  }
  const operator = (field && operatorsOf(field)[0]) ?? "eq";
  return {
    kind: "condition",
    id,
    path,
    operator,
    value: emptiness.has(operator) ? true : null,
    ignoresCase: operator === "contains",
  };
}

import type { TFunction } from "i18next";
import { isRecord } from "../../api/json-object.ts";
import { dateFormat } from "../../fields/date-format.ts";
import { dateWords } from "../../fields/date-text.ts";
import { textOf } from "../../fields/field-value.ts";
import type { Field, Model } from "../../model/model.ts";
import type { KnownTitle, RecordKey } from "../../parts/record-titles.ts";
import { countName, emptiness, type FilterNode, filterPath, isAnyOf, isName } from "./filter-tree.ts";

/** What a field of a filter is called: those that only filters have are named here. */
export function filterLabel(field: Field, t: TFunction): string {
  if (field.name === isName && field.operators.includes(isName)) return t("list.filter.kindOfBlock");
  return field.name === countName && field.label === countName ? t("list.filter.number") : field.label;
}

export function pathWords(fields: Field[], t: TFunction): string {
  return fields.map((field) => filterLabel(field, t)).join(" › ");
}

/** In whose words a filter is told. */
export type Teller = {
  model: Model;
  t: TFunction;
  /** How the reader writes dates. */
  locale: string;
  /** What stands for a record that the filter names. */
  titleOf: (collection: string, id: string) => KnownTitle;
};

/** The records that a filter names by their ids. */
export function recordsIn(node: FilterNode, model: Model, typeName: string): RecordKey[] {
  switch (node.kind) {
    case "group":
      return node.items.flatMap((item) => recordsIn(item, model, typeName));
    case "related": {
      const field = filterPath(model, typeName, node.path)?.at(-1);
      return field ? recordsIn(node.group, model, field.type) : [];
    }
    case "condition": {
      const field = filterPath(model, typeName, node.path)?.at(-1);
      if (!field || node.operator !== isAnyOf || !Array.isArray(node.value)) return [];
      return node.value.map((id) => ({ collection: field.type, id: String(id) }));
    }
    case "raw":
      return [];
  }
}

/** A part of a filter in a few words: `Author › Name contains “Ann”`. */
export function filterWords(node: FilterNode, typeName: string, teller: Teller): string {
  const { model, t } = teller;
  switch (node.kind) {
    case "group": {
      const parts = node.items.map((item) =>
        item.kind === "group" && !item.isNot && item.items.length > 1
          ? `(${filterWords(item, typeName, teller)})`
          : filterWords(item, typeName, teller),
      );
      const words = parts.join(` ${t(`list.filter.${node.join}`)} `);
      return node.isNot ? t("list.filter.notWords", { words }) : words;
    }
    case "condition": {
      const fields = filterPath(model, typeName, node.path);
      const field = fields?.at(-1);
      if (!fields || !field) return node.path.join(" › ");
      const operator = operatorLabel(node.operator, node.value, field, t);
      const value = emptiness.has(node.operator) ? "" : testWords(node.operator, node.value, field, teller);
      return [pathWords(fields, t), operator, value].filter(Boolean).join(" ");
    }
    case "related": {
      const fields = filterPath(model, typeName, node.path);
      const field = fields?.at(-1);
      if (!fields || !field) return node.path.join(" › ");
      const inner = filterWords(node.group, field.type, teller);
      return `${pathWords(fields, t)}: ${t(`list.filter.quantifiers.${node.quantifier}`)} (${inner})`;
    }
    case "raw":
      return node.text.replace(/\s+/g, " ");
  }
}

export function operatorLabel(operator: string, value: unknown, field: Field, t: TFunction): string {
  if (emptiness.has(operator))
    return t(value === false ? "list.filter.ops.isNotNull" : "list.filter.ops.isNull");
  if (operator in ofDays && (field.type === "Date" || field.type === "DateTime"))
    return t(`list.filter.ops.${ofDays[operator as keyof typeof ofDays]}`);
  const key = operator as keyof typeof operatorKeys;
  return key in operatorKeys ? t(`list.filter.ops.${operatorKeys[key]}`) : operator;
}

/** Days are not greater, but later. */
const ofDays = { gt: "gtDate", gte: "gteDate", lt: "ltDate", lte: "lteDate" } as const;

const operatorKeys = {
  eq: "eq",
  ne: "ne",
  in: "in",
  notIn: "notIn",
  lt: "lt",
  lte: "lte",
  gt: "gt",
  gte: "gte",
  between: "between",
  contains: "contains",
  startsWith: "startsWith",
  endsWith: "endsWith",
  like: "like",
  has: "has",
  hasEvery: "hasEvery",
  hasSome: "hasSome",
  near: "near",
  within: "within",
  path: "path",
  [isAnyOf]: "isAnyOf",
  [isName]: "is",
} as const;

function testWords(operator: string, value: unknown, field: Field, teller: Teller): string {
  if (operator !== "between" || !Array.isArray(value)) return valueWords(value, field, teller);
  return value.map((bound) => valueWords(bound, field, teller)).join(` ${teller.t("list.filter.and")} `);
}

function valueWords(value: unknown, field: Field, teller: Teller): string {
  const { model, locale, titleOf } = teller;
  if (value === null || value === undefined) return "…";
  if (Array.isArray(value)) return value.map((one) => valueWords(one, field, teller)).join(", ");
  if (isRecord(value)) return JSON.stringify(value).replace(/["{}]/g, "");
  if (field.kind === "ENUM")
    return (
      model.enums.get(field.type)?.values.find((it) => it.name === value)?.label ??
      model.components.get(String(value))?.label ??
      String(value)
    );
  if (field.type === "Date") return dateWords(String(value), locale);
  if (field.type === "DateTime") return momentWords(String(value), locale);
  if (field.type === "Boolean") return teller.t(value === true ? "common.yes" : "common.no");
  if (field.kind === "SCALAR" && !quoted.has(field.type))
    return textOf(value, { ...field, list: false }, model);
  const title = field.kind === "RELATION" ? titleOf(field.type, String(value)) : undefined;
  return `“${title ?? String(value)}”`;
}

function momentWords(value: string, locale: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return value;
  return dateFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

const quoted = new Set(["String", "Text", "Markdown", "Slug", "Email", "URL", "ID", "JSON"]);

import type { TFunction } from "i18next";
import { isRecord } from "../../api/json-object.ts";
import { fieldNamed, type Model } from "../../model/model.ts";

const operators = [
  "between",
  "contains",
  "endsWith",
  "eq",
  "gt",
  "gte",
  "has",
  "hasEvery",
  "hasSome",
  "in",
  "like",
  "lt",
  "lte",
  "ne",
  "near",
  "notIn",
  "startsWith",
  "within",
] as const;

/** A filter of the model in plain words: “author is the user and (featured is true or views > 100)”. */
export function filterWords(filter: unknown, typeName: string, model: Model, t: TFunction): string {
  return conditions({ model, t }, filter, typeName, "").join(` ${t("model.and")} `);
}

type Context = { model: Model; t: TFunction };

function conditions(context: Context, filter: unknown, typeName: string, path: string): string[] {
  if (!isRecord(filter)) return [JSON.stringify(filter)];
  const { t } = context;
  return Object.entries(filter).flatMap(([word, inner]) => {
    const items = Array.isArray(inner) ? inner : [inner];
    if (word === "and") return items.flatMap((item) => conditions(context, item, typeName, path));
    if (word === "or") {
      const options = items.map((item) =>
        conditions(context, item, typeName, path).join(` ${t("model.and")} `),
      );
      return [options.length === 1 ? (options[0] ?? "") : `(${options.join(` ${t("common.or")} `)})`];
    }
    if (word === "not")
      return [
        `${t("model.not")} (${conditions(context, inner, typeName, path).join(` ${t("model.and")} `)})`,
      ];
    return fieldConditions(context, word, inner, typeName, path);
  });
}

function fieldConditions(
  context: Context,
  name: string,
  inner: unknown,
  typeName: string,
  path: string,
): string[] {
  const { model, t } = context;
  const place = path === "" ? name : `${path} › ${name}`;
  const field = fieldNamed(model, typeName, name);
  if (!isRecord(inner)) return [`${place} ${valueWords(inner, t)}`];
  const isNested = field?.kind === "RELATION" || field?.kind === "COMPONENT" || field?.kind === "BLOCKS";
  if (isNested && field.list) {
    return Object.entries(inner).flatMap(([quantifier, of]) => {
      const words = () => conditions(context, of, field.type, "").join(` ${t("model.and")} `);
      if (quantifier === "some") return [t("model.quantifiers.some", { field: place, words: words() })];
      if (quantifier === "every") return [t("model.quantifiers.every", { field: place, words: words() })];
      if (quantifier === "none") return [t("model.quantifiers.none", { field: place, words: words() })];
      return comparison(context, `${place} › ${quantifier}`, of);
    });
  }
  if (isNested && !("isNull" in inner) && !("eq" in inner)) {
    if (isUser(inner)) return [t("model.operators.eq", { field: place, value: t("model.variables.self") })];
    return conditions(context, inner, field.type, place);
  }
  return comparison(context, place, inner);
}

/** `{ id: { eq: "$user.id" } }` */
function isUser(filter: Record<string, unknown>): boolean {
  const id = filter.id;
  return Object.keys(filter).length === 1 && isRecord(id) && id.eq === "$user.id";
}

function comparison({ t }: Context, place: string, comparisons: unknown): string[] {
  if (!isRecord(comparisons)) return [`${place} ${valueWords(comparisons, t)}`];
  return Object.entries(comparisons)
    .filter(([operator]) => operator !== "mode")
    .map(([operator, value]) => {
      if (operator === "isNull")
        return t(value === false ? "model.operators.notNull" : "model.operators.null", { field: place });
      if (operator === "isEmpty")
        return t(value === false ? "model.operators.notEmpty" : "model.operators.empty", { field: place });
      const known = operators.find((name) => name === operator);
      const words = valueWords(value, t);
      return known
        ? t(`model.operators.${known}`, { field: place, value: words })
        : `${place} ${operator} ${words}`;
    });
}

/** A value, or what a variable stands for. */
export function valueWords(value: unknown, t: TFunction): string {
  if (Array.isArray(value)) return value.map((item) => valueWords(item, t)).join(", ");
  if (value === null || value === undefined) return t("model.variables.nothing");
  if (typeof value !== "string") return typeof value === "object" ? JSON.stringify(value) : String(value);
  if (value.startsWith("$$")) return `“${value.slice(1)}”`;
  if (!value.startsWith("$")) return `“${value}”`;
  if (value === "$user.id") return t("model.variables.userId");
  if (value === "$now") return t("model.variables.now");
  if (value === "$request.ip") return t("model.variables.ip");
  const [, start, rest] = /^\$(user|claims)\.(.+)$/.exec(value) ?? [];
  if (start === "user" && rest) return t("model.variables.user", { field: rest });
  if (start === "claims" && rest) return t("model.variables.claim", { name: rest });
  const shift = /^\$now\((.+)\)$/.exec(value)?.[1];
  return shift ? t("model.variables.nowShifted", { shift }) : value;
}

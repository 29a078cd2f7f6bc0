import type { TFunction } from "i18next";
import { isRecord } from "../api/json-object.ts";
import { fieldNamed, type Model } from "../model/model.ts";

const compared = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "contains",
  "startsWith",
  "endsWith",
  "like",
  "has",
] as const;
const listed = ["in", "notIn", "hasEvery", "hasSome"] as const;
const many = ["some", "every", "none"] as const;

/** The filter of a rule in words: `Created by is the user, and Status is “Published”`. */
export function whereWords(
  where: unknown,
  typeName: string,
  model: Model,
  t: TFunction,
  language: string,
): string {
  const join = (parts: string[], type: Intl.ListFormatType) =>
    new Intl.ListFormat(language, { type }).format(parts);

  const filter = (where: unknown, typeName: string): string => {
    if (!isRecord(where)) return JSON.stringify(where);
    const parts = Object.entries(where).map(([name, value]) => {
      if ((name === "and" || name === "or") && Array.isArray(value)) {
        const inner = value.map((part) =>
          isSingle(part) ? filter(part, typeName) : `(${filter(part, typeName)})`,
        );
        return join(inner, name === "and" ? "conjunction" : "disjunction");
      }
      if (name === "not") return t("people.where.not", { what: filter(value, typeName) });
      return field(name, value, typeName);
    });
    return join(parts, "conjunction");
  };

  const field = (name: string, value: unknown, typeName: string): string => {
    const known = fieldNamed(model, typeName, name);
    const label = known?.label ?? name;
    if (isSelf(name, value) && typeName === "User") return t("people.where.isSelf");
    if (!isRecord(value)) return `${label} ${JSON.stringify(value)}`;
    if (known && (known.kind === "RELATION" || known.kind === "COMPONENT")) {
      const target = known.relation?.target ?? known.type;
      const quantifier = many.find((word) => word in value);
      if (quantifier)
        return t(`people.where.${quantifier}`, { field: label, what: filter(value[quantifier], target) });
      if (target === "User" && isRecord(value) && isSelf("id", value.id) && isSingle(value))
        return t("people.where.isUser", { field: label });
      return t("people.where.related", { field: label, what: filter(value, target) });
    }
    const tests = Object.entries(value).filter(([operator]) => operator !== "mode");
    return join(
      tests.map(([operator, operand]) => test(label, operator, operand, typeName, name)),
      "conjunction",
    );
  };

  const test = (
    label: string,
    operator: string,
    operand: unknown,
    typeName: string,
    name: string,
  ): string => {
    const shown = (value: unknown) => valueWords(value, typeName, name);
    const one = compared.find((known) => known === operator);
    if (one) return t(`people.where.${one}`, { field: label, value: shown(operand) });
    const several = listed.find((known) => known === operator);
    if (several) {
      const values = Array.isArray(operand) ? operand.map(shown) : [shown(operand)];
      const type = several === "hasEvery" ? "conjunction" : "disjunction";
      return t(`people.where.${several}`, { field: label, value: join(values, type) });
    }
    if (operator === "isNull" || operator === "isEmpty")
      return t(operand === false ? "people.where.filled" : "people.where.empty", { field: label });
    if (operator === "between" && Array.isArray(operand))
      return t("people.where.between", { field: label, value: join(operand.map(shown), "conjunction") });
    return t("people.where.other", { field: label, operator, value: JSON.stringify(operand) });
  };

  const valueWords = (value: unknown, typeName: string, name: string): string => {
    if (typeof value === "string" && value.startsWith("$user."))
      return t("people.where.ofUser", {
        field: fieldNamed(model, "User", value.slice("$user.".length))?.label ?? value.slice("$user.".length),
      });
    if (typeof value === "string" && value.startsWith("$claims."))
      return t("people.where.ofToken", { name: value.slice("$claims.".length) });
    const shift = typeof value === "string" && /^\$now\((.+)\)$/.exec(value)?.[1];
    if (shift) return `${t("people.where.now")} ${shift}`;
    if (value === "$now") return t("people.where.now");
    if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
    if (typeof value !== "string") return JSON.stringify(value);
    const type = fieldNamed(model, typeName, name)?.type;
    const named = type
      ? model.enums.get(type)?.values.find((known) => known.name === value)?.label
      : undefined;
    return t("people.where.quoted", { value: named ?? value });
  };

  return filter(where, typeName);
}

function isSingle(where: unknown): boolean {
  return isRecord(where) && Object.keys(where).length === 1 && !("and" in where) && !("or" in where);
}

/** Whether the record is the user who asks. */
function isSelf(name: string, value: unknown): boolean {
  return name === "id" && isRecord(value) && value.eq === "$user.id" && Object.keys(value).length === 1;
}

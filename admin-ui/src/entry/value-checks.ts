import type { TFunction } from "i18next";
import { isRecord } from "../api/json-object.ts";
import { invalidPlaces } from "../fields/invalid-value.ts";
import { type Field, fieldsOf, isWritable, type Model } from "../model/model.ts";
import { compare } from "../model/value-operators.ts";
import type { Problem } from "./problem.ts";

/** What checks need to know around a value. */
type Around = { model: Model; t: TFunction; isNew: boolean };

/**
 * What the model says is wrong with a field's value, as far as that is cheap to say without the server: what is
 * missing, too long, too small. The server judges everything once more.
 */
export function checkField(field: Field, value: unknown, path: string, around: Around): Problem[] {
  if (!isWritable(field, "create") && !isWritable(field, "update")) return [];
  const invalid = field.kind === "SCALAR" ? invalidPlaces(value, path) : [];
  if (invalid.length > 0) return invalid.map((place) => ({ ...place, code: "INVALID" }));
  if (isMissing(value)) return isAskedFor(field, around) ? [problem(path, "REQUIRED", around.t)] : [];
  if (field.kind === "RELATION") return checkLinks(field, value, path, around);
  if (!Array.isArray(value) || !field.list) return checkValue(field, value, path, around);
  const items = value.flatMap((item, index) => {
    const place = `${path}[${index}]`;
    if (isMissing(item)) return field.itemsRequired ? [problem(place, "REQUIRED", around.t)] : [];
    return checkValue(field, item, place, around);
  });
  return [...checkLength(field, value.length, path, around, "items"), ...items];
}

function checkValue(field: Field, value: unknown, path: string, around: Around): Problem[] {
  if (field.kind === "COMPONENT") return checkFields(field.type, value, path, around);
  if (field.kind === "BLOCKS")
    return checkFields(isRecord(value) ? String(value.__typename) : "", value, path, around);
  if (field.kind !== "SCALAR" || !field.check) return [];
  const { min, max, pattern, message } = field.check;
  const found: Problem[] = [];
  const say = (code: string, words: string) => found.push({ path, code, message: message ?? words });
  if (isBeyond(field.type, value, min, -1))
    say("TOO_SMALL", around.t("entry.problem.TOO_SMALL", { min: String(min) }));
  if (isBeyond(field.type, value, max, 1))
    say("TOO_BIG", around.t("entry.problem.TOO_BIG", { max: String(max) }));
  if (pattern && typeof value === "string" && matches(pattern, value) === false)
    say("PATTERN", around.t("entry.problem.PATTERN"));
  // Of a list the model's lengths are about the list.
  if (typeof value === "string" && !field.list)
    found.push(...checkLength(field, [...value].length, path, around, "characters"));
  return found;
}

function checkFields(typeName: string, value: unknown, path: string, around: Around): Problem[] {
  if (!isRecord(value)) return [];
  // A component is written as a whole: what is left out has its default.
  const inside = { ...around, isNew: true };
  return fieldsOf(around.model, typeName).flatMap((field) =>
    checkField(field, value[field.name], `${path}.${field.name}`, inside),
  );
}

function checkLinks(field: Field, value: unknown, path: string, { t }: Around): Problem[] {
  const max = field.relation?.max;
  if (!max || !Array.isArray(value) || value.length <= max) return [];
  return [{ path, code: "TOO_MANY", message: t("entry.problem.TOO_MANY", { count: max }) }];
}

function checkLength(
  field: Field,
  length: number,
  path: string,
  { t }: Around,
  of: "characters" | "items",
): Problem[] {
  const { minLength, maxLength, message } = field.check ?? {};
  if (typeof minLength === "number" && length < minLength) {
    const words =
      of === "items"
        ? t("entry.problem.tooFew", { count: minLength })
        : t("entry.problem.TOO_SHORT", { count: minLength });
    return [{ path, code: "TOO_SHORT", message: message ?? words }];
  }
  if (typeof maxLength === "number" && length > maxLength) {
    const words =
      of === "items"
        ? t("entry.problem.tooManyItems", { count: maxLength })
        : t("entry.problem.TOO_LONG", { count: maxLength });
    return [{ path, code: "TOO_LONG", message: message ?? words }];
  }
  return [];
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && value === "");
}

/** Whether somebody has to give a value: not where the server has one itself. */
function isAskedFor(field: Field, { isNew }: Around): boolean {
  if (!field.required || field.list) return false;
  if (!isNew) return true;
  const hasDefault = field.default !== null && field.default !== undefined;
  return !hasDefault && !field.slugFrom;
}

function isBeyond(type: string, value: unknown, bound: unknown, side: 1 | -1): boolean {
  if (bound === null || bound === undefined) return false;
  const order = compare(type, value, bound);
  return order !== null && Math.sign(order) === side;
}

/** Null where the server's pattern is none of JavaScript's. */
function matches(pattern: string, value: string): boolean | null {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value);
  } catch {
    return null;
  }
}

function problem(path: string, code: "REQUIRED", t: TFunction): Problem {
  return { path, code, message: t(`entry.problem.${code}`) };
}

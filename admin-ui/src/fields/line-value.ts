import type { TFunction } from "i18next";
import type { Field } from "../model/model.ts";
import { bigIntRules } from "./big-int/big-int-input.tsx";
import { readDate } from "./date-text.ts";
import { decimalRules } from "./decimal/decimal-input.tsx";
import { floatRules } from "./float/float-input.tsx";
import { intRules } from "./int/int-input.tsx";
import { InvalidValue } from "./invalid-value.ts";
import { type NumberRules, parseNumber } from "./number-input.tsx";
import type { Parsed } from "./parsed-input.tsx";
import { readTime } from "./time-text.ts";

const numberRules: Record<string, NumberRules> = {
  BigInt: bigIntRules,
  Decimal: decimalRules,
  Float: floatRules,
  Int: intRules,
};

/** The value of one line of a pasted text, as if it had been typed: what is none is kept and explained. */
export function lineValue(line: string, field: Field, locale: string, t: TFunction): unknown {
  const read = readLine(line, field, locale, t);
  return "value" in read ? read.value : new InvalidValue(line, read.problem);
}

function readLine(line: string, field: Field, locale: string, t: TFunction): Parsed {
  const rules = numberRules[field.type];
  if (rules) return parseNumber(line, field, rules, t);
  if (field.type === "Date") {
    const read = readDate(line, locale);
    return "date" in read ? { value: read.date } : { problem: t(`fields.${read.problem}`) };
  }
  if (field.type === "Time") {
    const value = readTime(line);
    return value === null ? { problem: t("fields.notTime") } : { value };
  }
  return { value: line };
}

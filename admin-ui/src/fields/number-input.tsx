import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Field } from "../model/model.ts";
import type { InputProps } from "./kind.ts";
import { compareNumbers, isWhole, type PlainNumber, plainNumber, plus } from "./number-text.ts";
import { type Parsed, ParsedInput } from "./parsed-input.tsx";

/** What numbers of a kind are. */
export type NumberRules = {
  isWhole: boolean;
  /** The smallest and the largest number of the kind. */
  min?: PlainNumber;
  max?: PlainNumber;
  /** Whether the kind keeps every digit of it. */
  fits?: (number: PlainNumber) => boolean;
  /** The value of a form for the number. */
  valueOf: (number: PlainNumber) => unknown;
};

/** A number of any kind; the arrow keys make it larger and smaller. */
export function NumberInput({ input, rules }: { input: InputProps; rules: NumberRules }) {
  const { t } = useTranslation();
  const step = (value: unknown, by: 1 | -1, isLarge: boolean) => {
    const read = plainNumber(value === null || value === undefined ? "0" : String(value));
    if (!("number" in read)) return undefined;
    const next = plus(read.number, by * (isLarge ? 10 : 1));
    return problemOf(next, input.field, rules, t) === null ? rules.valueOf(next) : undefined;
  };
  return (
    <ParsedInput
      input={input}
      inputMode={rules.isWhole ? "numeric" : "decimal"}
      parse={(text) => parseNumber(text, input.field, rules, t)}
      isUnfinished={(text) => /^[+-]?\.?$/.test(text.trim())}
      step={step}
    />
  );
}

export function parseNumber(text: string, field: Field, rules: NumberRules, t: TFunction): Parsed {
  const read = plainNumber(text);
  if ("problem" in read) return { problem: t(`fields.${read.problem}`) };
  const problem = problemOf(read.number, field, rules, t);
  return problem === null ? { value: rules.valueOf(read.number) } : { problem };
}

function problemOf(number: PlainNumber, field: Field, rules: NumberRules, t: TFunction): string | null {
  if (rules.isWhole && !isWhole(number)) return t("fields.notWhole");
  if (rules.fits && !rules.fits(number)) return t("fields.tooManyDigits");
  const isBelow = (limit: PlainNumber | null) => limit !== null && compareNumbers(number, limit) < 0;
  const isAbove = (limit: PlainNumber | null) => limit !== null && compareNumbers(number, limit) > 0;
  if (isBelow(rules.min ?? null)) return t("fields.atLeast", { limit: rules.min });
  if (isAbove(rules.max ?? null)) return t("fields.atMost", { limit: rules.max });
  const [min, max] = [limitOf(field.check?.min), limitOf(field.check?.max)];
  if (isBelow(min)) return field.check?.message ?? t("fields.atLeast", { limit: min });
  if (isAbove(max)) return field.check?.message ?? t("fields.atMost", { limit: max });
  return null;
}

function limitOf(limit: unknown): PlainNumber | null {
  if (limit === null || limit === undefined) return null;
  const read = plainNumber(String(limit));
  return "number" in read ? read.number : null;
}

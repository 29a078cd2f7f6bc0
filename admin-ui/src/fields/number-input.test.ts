import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { bigIntRules } from "./big-int/big-int-input.tsx";
import { decimalRules } from "./decimal/decimal-input.tsx";
import { fieldOf } from "./field-of.ts";
import { floatRules } from "./float/float-input.tsx";
import { intRules } from "./int/int-input.tsx";
import { parseNumber } from "./number-input.tsx";

const t = ((key: string, values?: object) =>
  `${key} ${JSON.stringify(values ?? {})}`) as unknown as TFunction;
const check = (min: unknown, max: unknown, message: string | null = null) =>
  ({ min, max, message }) as NonNullable<ReturnType<typeof fieldOf>["check"]>;

test("whole numbers are whole and fit", () => {
  expect(parseNumber("42", fieldOf("Int"), intRules, t)).toEqual({ value: 42 });
  expect(parseNumber("4.5", fieldOf("Int"), intRules, t)).toEqual({ problem: "fields.notWhole {}" });
  expect(parseNumber("2147483648", fieldOf("Int"), intRules, t)).toHaveProperty("problem");
  expect(parseNumber("9007199254740993", fieldOf("BigInt"), bigIntRules, t)).toEqual({
    value: "9007199254740993",
  });
  expect(parseNumber("9223372036854775808", fieldOf("BigInt"), bigIntRules, t)).toHaveProperty("problem");
});

test("decimals stay texts and keep their digits", () => {
  const long = "1234567890123456.789012345678";
  expect(parseNumber(long, fieldOf("Decimal"), decimalRules, t)).toEqual({ value: long });
  expect(parseNumber("1e99", fieldOf("Decimal"), decimalRules, t)).toHaveProperty("problem");
  expect(parseNumber("2.5", fieldOf("Float"), floatRules, t)).toEqual({ value: 2.5 });
});

test("the model's limits are explained, in its own words where it has some", () => {
  const limited = fieldOf("Int", { check: check(-5, 1000) });
  expect(parseNumber("-6", limited, intRules, t)).toEqual({ problem: 'fields.atLeast {"limit":"-5"}' });
  expect(parseNumber("1001", limited, intRules, t)).toEqual({ problem: 'fields.atMost {"limit":"1000"}' });
  const big = fieldOf("BigInt", { check: check(null, new ExactNumber("9007199254740993")) });
  expect(parseNumber("9007199254740994", big, bigIntRules, t)).toEqual({
    problem: 'fields.atMost {"limit":"9007199254740993"}',
  });
  const price = fieldOf("Decimal", { check: check("0.01", null, "nothing is free") });
  expect(parseNumber("0.009", price, decimalRules, t)).toEqual({ problem: "nothing is free" });
});

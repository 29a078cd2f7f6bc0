import { expect, test } from "vitest";
import { compareNumbers, fitsDecimal, plainNumber, plus } from "./number-text.ts";

test.each([
  ["19.90", "19.9"],
  ["-0.00", "0"],
  ["+7", "7"],
  ["007", "7"],
  [".5", "0.5"],
  ["5.", "5"],
  ["1 234 567", "1234567"],
  ["1\u202f500.25", "1500.25"],
  ["- 1'500", "-1500"],
  [" 0.123 456 ", "0.123456"],
  ["\u221212", "-12"],
  ["1.5e3", "1500"],
  ["12e-4", "0.0012"],
  ["9223372036854775807", "9223372036854775807"],
  ["0.1234567890123456789012345678", "0.1234567890123456789012345678"],
])("%s is read as %s", (text, number) => {
  expect(plainNumber(text)).toEqual({ number });
});

test.each([
  ["1,5", "hasComma"],
  ["1.234,5", "hasComma"],
  ["", "notNumber"],
  ["1 2 3", "notNumber"],
  ["12 34", "notNumber"],
  ["-", "notNumber"],
  [".", "notNumber"],
  ["1.2.3", "notNumber"],
  ["NaN", "notNumber"],
  ["0x1", "notNumber"],
])("%s is no number: %s", (text, problem) => {
  expect(plainNumber(text)).toEqual({ problem });
});

test("numbers that floats can't tell apart are told apart", () => {
  expect(compareNumbers("9007199254740993", "9007199254740992")).toBe(1);
  expect(compareNumbers("0.1", "0.10000000000000000001")).toBe(-1);
  expect(compareNumbers("-2", "1.5")).toBe(-1);
  expect(compareNumbers("5", "5")).toBe(0);
});

test("steps keep every digit", () => {
  expect(plus("9007199254740993", 1)).toBe("9007199254740994");
  expect(plus("0.5", -1)).toBe("-0.5");
  expect(plus("-1", 1)).toBe("0");
});

test("more digits than the server keeps do not fit", () => {
  expect(fitsDecimal("79228162514264337593543950335")).toBe(true);
  expect(fitsDecimal("79228162514264337593543950336")).toBe(false);
  expect(fitsDecimal("0.12345678901234567890123456789")).toBe(false);
});

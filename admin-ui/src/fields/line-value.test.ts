import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { fieldOf } from "./field-of.ts";
import { InvalidValue } from "./invalid-value.ts";
import { lineValue } from "./line-value.ts";

const t = ((key: string) => key) as unknown as TFunction;
const read = (line: string, type: string) => lineValue(line, fieldOf(type), "en-GB", t);

test("a line is what it would be if it were typed", () => {
  expect(read("1 500", "Int")).toBe(1500);
  expect(read("0.10", "Decimal")).toBe("0.1");
  expect(read("9007199254740993", "BigInt")).toBe("9007199254740993");
  expect(read("20.11.2026", "Date")).toBe("2026-11-20");
  expect(read("9:30", "Time")).toBe("09:30:00.000");
  expect(read("word", "String")).toBe("word");
});

test("a line that is no value is kept and explained", () => {
  for (const type of ["Int", "Date", "Time"]) expect(read("soon", type)).toBeInstanceOf(InvalidValue);
  expect(read("1.5", "Int")).toMatchObject({ text: "1.5", message: "fields.notWhole" });
});

import { expect, test } from "vitest";
import { InvalidValue } from "./invalid-value.ts";
import { jsonText, readJson, shortJson } from "./json-text.ts";

test("values come back as they were", () => {
  for (const value of [{ a: [1, null, "x"] }, [], "text", 0, false])
    expect(readJson(jsonText(value))).toEqual({ value });
  expect(jsonText(null)).toBe("");
  expect(readJson("  ")).toEqual({ value: null });
});

test("numbers keep all of their digits", () => {
  const text = '{\n  "id": 9007199254740993\n}';
  const read = readJson(text);
  expect("value" in read && jsonText(read.value)).toBe(text);
  expect("value" in read && shortJson(read.value)).toBe('{"id":9007199254740993}');
});

test("the place of a mistake is named", () => {
  expect(readJson('{\n  "a": 1,\n  b\n}')).toMatchObject({ line: 3 });
  expect(readJson('{ "a": ')).toMatchObject({ line: 1 });
});

test("what was typed wrongly is shown again", () => {
  expect(jsonText(new InvalidValue("{", "no"))).toBe("{");
});

test("long values are cut where a line ends", () => {
  expect(shortJson({ a: 1 })).toBe('{"a":1}');
  expect(shortJson(["x".repeat(500)]).length).toBeLessThan(210);
});

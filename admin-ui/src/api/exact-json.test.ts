import { expect, test } from "vitest";
import { ExactNumber, markExact, parseJson, writeJson } from "./exact-json.ts";

test("numbers that JavaScript can't hold stay as they were written", () => {
  const text =
    '{"id":9007199254740993,"deep":[{"pi":3.14159265358979323846}],"far":1e400,"near":-1e-400,"small":0.1}';
  expect(writeJson(parseJson(text))).toBe(text);
  expect(parseJson("[9007199254740993]")).toEqual([new ExactNumber("9007199254740993")]);
  expect(parseJson("12345678901234567890")).toEqual(new ExactNumber("12345678901234567890"));
});

test("all others are plain numbers", () => {
  expect(parseJson("[1, 1.50, 1e2, 100000000000000000000, 0.30000000000000004, 5e-324, -0.0]")).toEqual([
    1, 1.5, 100, 100000000000000000000, 0.30000000000000004, 5e-324, -0,
  ]);
});

test("texts that hold digits are texts", () => {
  const text = '{"a \\" 9007199254740993":"9007199254740993, \\\\","b":9007199254740993}';
  const value = parseJson(text);
  expect(writeJson(value)).toBe(text);
  expect(Object.keys(value as object)).toEqual(['a " 9007199254740993', "b"]);
});

test("what is no JSON is refused as it stands", () => {
  expect(() => parseJson("[9007199254740993, 012345678901234567890]")).toThrow(SyntaxError);
  expect(() => parseJson('{"a": 9007199254740993')).toThrow(SyntaxError);
  expect(markExact("[00000000000000000001]")).toBe("[00000000000000000001]");
});

test("a text is indented with its exact numbers", () => {
  expect(writeJson({ a: new ExactNumber("1e999"), b: [] }, 2)).toBe('{\n  "a": 1e999,\n  "b": []\n}');
  expect(writeJson(undefined)).toBe("null");
});

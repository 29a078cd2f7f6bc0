import { expect, test } from "vitest";
import { formatJson } from "./format-json.ts";

test("values keep the digits they were sent with", () => {
  expect(formatJson('{"a":[1.0,12345678901234567890],"b":{},"c":[]}')).toBe(
    '{\n  "a": [\n    1.0,\n    12345678901234567890\n  ],\n  "b": {},\n  "c": []\n}',
  );
});

test("brackets, colons and escaped quotes inside strings are text", () => {
  expect(formatJson('{"k":"a\\"{[,:]} \\\\"}')).toBe('{\n  "k": "a\\"{[,:]} \\\\"\n}');
});

test("what is not JSON is shown as it is", () => {
  expect(formatJson("<html>")).toBe("<html>");
});

import { expect, test } from "vitest";
import { pastedLines } from "./pasted-lines.ts";

test("several lines are several values", () => {
  expect(pastedLines("one\r\n two \n\nthree\n", "String")).toEqual(["one", "two", "three"]);
  expect(pastedLines("1\n2", "Int")).toEqual(["1", "2"]);
});

test("one line, and what may hold lines, is one value", () => {
  expect(pastedLines("one\n", "String")).toBeNull();
  expect(pastedLines("one\ntwo", "Text")).toBeNull();
  expect(pastedLines("1\n2", "JSON")).toBeNull();
});

import { expect, test } from "vitest";
import { pastedLines } from "./pasted-lines.ts";

test("several lines are several values", () => {
  expect(pastedLines("one\r\n two \n\nthree\n", "String")).toEqual(["one", "two", "three"]);
});

test("one line, and what may hold lines, is one value", () => {
  expect(pastedLines("one\n", "String")).toBeNull();
  expect(pastedLines("one\ntwo", "Text")).toBeNull();
  expect(pastedLines("1\n2", "Int")).toBeNull();
});

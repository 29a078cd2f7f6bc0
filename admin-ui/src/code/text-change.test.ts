import { expect, test } from "vitest";
import { changeBetween } from "./text-change.ts";

test("only what differs is replaced", () => {
  expect(changeBetween("one two three", "one 2 three")).toEqual({ from: 4, to: 7, insert: "2" });
  expect(changeBetween("ab", "aab")).toEqual({ from: 1, to: 1, insert: "a" });
  expect(changeBetween("aaa", "a")).toEqual({ from: 1, to: 3, insert: "" });
  expect(changeBetween("", "a")).toEqual({ from: 0, to: 0, insert: "a" });
  expect(changeBetween("a", "a")).toEqual({ from: 1, to: 1, insert: "" });
});

test("line breaks of other systems are one line break each", () => {
  expect(changeBetween("a\nb", "a\r\nb")).toEqual({ from: 3, to: 3, insert: "" });
  expect(changeBetween("a", "a\r\nb\rc")).toEqual({ from: 1, to: 1, insert: "\nb\nc" });
});

import { expect, test } from "vitest";
import { tagValues, withTag } from "./tag-values.ts";

test("items that are nothing stay so when others are added and taken out", () => {
  const before = ["a", null, "", "b"];
  expect(tagValues(["a", "", "", "b", "new"], before)).toEqual(["a", null, "", "b", "new"]);
  expect(tagValues(["", "", "b"], before)).toEqual([null, "", "b"]);
  expect(tagValues([], before)).toEqual([]);
});

test("what is typed becomes a tag, unless it is one already", () => {
  expect(withTag(["a"], " b ")).toEqual(["a", "b"]);
  expect(withTag(["a"], "A")).toEqual(["a"]);
  expect(withTag(["a"], " ")).toEqual(["a"]);
});

import { expect, test } from "vitest";
import { readSources } from "../sdl/sources.ts";
import { isKnown, knownType } from "./known-names.ts";

const read = (text: string) => readSources([{ path: "a", text }]);

test("what is renamed twice is known by its first name", () => {
  const base = read("type A @collection { a: Int } enum E { X }");
  const now = read(
    'type B @collection @oldName(is: "A") { a: Int b: Int } enum E { X Y } type C @collection { a: Int }',
  );
  expect(knownType(base, now, "B")).toBe("A");
  expect(knownType(base, now, "C")).toBe(null);
  expect(isKnown(base, now, "B", "a")).toBe(true);
  expect(isKnown(base, now, "B", "b")).toBe(false);
  expect(isKnown(base, now, "C", "a")).toBe(false);
  expect([isKnown(base, now, "E", "X"), isKnown(base, now, "E", "Y")]).toEqual([true, false]);
});

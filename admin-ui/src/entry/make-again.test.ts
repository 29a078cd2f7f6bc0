import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { canMakeAgain } from "./make-again.ts";

const tags = relationOf("Tag", "JOIN", { name: "tags", list: true });
const thing = collectionOf("Thing", [fieldOf("String", { name: "title" }), tags]);
const refs = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index) }));

test("what was read to its end can be made again", () => {
  expect(canMakeAgain(thing, { title: "a", tags: refs(3) })).toBe(true);
  expect(canMakeAgain(thing, { title: null, tags: [] })).toBe(true);
});

test("a list of which only the beginning was read can't", () => {
  expect(canMakeAgain(thing, { title: "a", tags: refs(200) })).toBe(false);
});

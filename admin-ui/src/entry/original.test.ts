import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { longLists } from "./original.ts";

test("the lists that a copy takes over are read to their end, where that was not reached", () => {
  const collection = collectionOf("Thing", [
    relationOf("Tag", "JOIN", { name: "tags", list: true }),
    relationOf("Tag", "JOIN", { name: "few", list: true }),
    relationOf("Tag", "JOIN_INVERSE", { name: "groups", list: true }),
    relationOf("Tag", "INVERSE", { name: "children", list: true }),
    relationOf("Tag", "KEY", { name: "parent" }),
  ]);
  const links = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index) }));
  const record = { tags: links(200), few: links(199), groups: links(25), children: links(25), parent: null };
  expect(longLists(collection, record).map(({ name }) => name)).toEqual(["tags", "groups"]);
});

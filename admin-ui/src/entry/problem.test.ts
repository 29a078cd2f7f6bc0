import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import type { Collection } from "../model/model.ts";
import { placeWords } from "./place-words.ts";
import { formPath, isWithin, rootOf } from "./problem.ts";

const model = modelOf({
  collections: [
    collectionOf("Thing", [
      fieldOf("String", { name: "words", label: "Words", list: true }),
      fieldOf("Part", { name: "parts", label: "Parts", kind: "BLOCKS", list: true }),
      relationOf("Thing", "JOIN", { name: "related", label: "Related", list: true }),
    ]),
  ],
  components: {
    Pic: [relationOf("Asset", "EMBEDDED", { name: "picture", label: "Picture" })],
    Box: [fieldOf("Item", { name: "items", label: "Items", kind: "COMPONENT", list: true })],
    Item: [fieldOf("String", { name: "text", label: "Text" })],
  },
  blocks: { Part: ["Pic", "Box"] },
});
const collection = model.collections.get("Thing") as Collection;

test.each([
  ["data.words[3]", "words[3]"],
  ["data.related.connect[0]", "related"],
  ["data.parts[1].picture", "parts[1].picture"],
  ["data.parts[1].picture.connect.id", "parts[1].picture"],
  ["data.parts[2].items[0].text", "parts[2].items[0].text"],
  ["id", ""],
])("%s is shown at %s", (path, place) => {
  expect(formPath(path, collection, model)).toBe(place);
});

test("places are below each other by whole steps", () => {
  expect(isWithin("parts[1].picture", "parts")).toBe(true);
  expect(isWithin("parts[1].picture", "parts[1]")).toBe(true);
  expect(isWithin("parts[12]", "parts[1]")).toBe(false);
  expect(rootOf("parts[1].picture")).toBe("parts");
});

test("a place is told in words", () => {
  const values = { parts: [{ __typename: "Pic" }, { __typename: "Box", items: [{}, {}] }] };
  expect(placeWords("parts[1].items[1].text", values, collection, model)).toBe(
    "Parts › Box 2 › Items › 2 › Text",
  );
});

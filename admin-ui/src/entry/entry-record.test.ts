import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import type { Collection, Field } from "../model/model.ts";
import { duplicateOf } from "./duplicate.ts";
import { createInput, isEditable, newEntry, updateInput } from "./entry-record.ts";
import { tabsOf } from "./form-layout.ts";
import { readOver, writeOver } from "./open-entries.ts";

const fields: Field[] = [
  fieldOf("Int", { name: "version", builtIn: true }),
  fieldOf("String", { name: "title", unique: true }),
  fieldOf("Slug", { name: "slug", unique: true, slugFrom: "title" }),
  fieldOf("Int", { name: "rank", default: 3 }),
  fieldOf("Boolean", { name: "live", required: true }),
  fieldOf("String", { name: "words", list: true, required: true }),
  relationOf("Thing", "KEY", { name: "parent" }),
  relationOf("Thing", "INVERSE", { name: "children", list: true }),
  fieldOf("String", { name: "locked", can: { read: "ALL", create: "NONE", update: "NONE" } }),
];
const model = modelOf({ collections: [collectionOf("Thing", fields)] });
const collection = model.collections.get("Thing") as Collection;

test("a new record begins with the model's defaults", () => {
  const { values } = newEntry(collection, model);
  expect(values).toMatchObject({ title: null, rank: 3, live: false, words: [], children: [] });
  expect(values).not.toHaveProperty("locked");
});

test("what is sent to make one is what was filled in", () => {
  const { values } = newEntry(collection, model);
  expect(createInput({ ...values, title: "a" }, collection, model)).toEqual({ title: "a", live: false });
  expect(createInput({ ...values, rank: null }, collection, model)).toMatchObject({ rank: null });
});

test("what is sent to change one is what is different", () => {
  const base = { title: "a", rank: 1, parent: { id: "p" }, words: ["x"] };
  const values = { ...base, parent: null, rank: 2 };
  const changed = new Set(["rank", "parent"]);
  expect(updateInput({ values, base, changed }, collection, model)).toEqual({
    rank: 2,
    parent: { disconnect: true },
  });
});

test("a copy has what only one record can have changed or emptied", () => {
  const values = {
    title: "a",
    slug: "a",
    rank: 1,
    children: [{ id: "c" }],
    parent: { id: "p" },
    locked: "x",
  };
  expect(duplicateOf(values, collection, (text) => `${text} (copy)`)).toEqual({
    title: "a (copy)",
    slug: null,
    rank: 1,
    parent: { id: "p" },
    children: [],
  });
});

test("what is written once can be filled in while it is empty", () => {
  const once = fieldOf("String", { writeOnce: true });
  expect(isEditable(once, "create", null)).toBe(true);
  expect(isEditable(once, "update", null)).toBe(true);
  expect(isEditable(once, "update", "x")).toBe(false);
});

test("fields without a tab come first", () => {
  const ui = { widget: null, tab: "SEO", width: null, help: null, showIf: null };
  const tabs = tabsOf([fieldOf("String", { name: "a", ui }), fieldOf("String", { name: "b" })]);
  expect(tabs.map((tab) => tab.name)).toEqual([null, "SEO"]);
});

test("open entries stand in the address, whatever their ids", () => {
  const entries = [
    { collection: "Thing", id: "a/b,c" },
    { collection: "Thing", id: null },
  ];
  expect(readOver(entries.map(writeOver), model)).toEqual(entries);
  expect(readOver(["Nothing/1", 7], model)).toEqual([]);
});

import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import type { Collection } from "../model/model.ts";
import type { Change } from "../parts/change-log.ts";
import { fieldWords, loggedTitle, shownFields } from "./change-fields.ts";

const posts = {
  name: "Post",
  title: "title",
  fields: [
    fieldOf("String", { name: "title", label: "Title" }),
    fieldOf("Text", { name: "body", label: "Body" }),
  ],
} as Collection;

const change = (operation: Change["operation"], ...fields: [string, unknown, unknown][]) =>
  ({ operation, fields: fields.map(([name, before, after]) => ({ name, before, after })) }) as Change;

test("fields stand in the model's order, without bookkeeping", () => {
  const update = change("UPDATE", ["old", 1, 2], ["body", "a", null], ["version", 1, 2], ["title", "a", "b"]);
  expect(shownFields(update, posts).map((field) => field.name)).toEqual(["title", "body", "old"]);
  expect(shownFields(update, posts, "body").map((field) => field.name)).toEqual(["body"]);
  expect(fieldWords(update, posts, 2)).toEqual({ labels: ["Title", "Body"], more: 1 });
});

test("what was empty in a record that was made says nothing", () => {
  const create = change("CREATE", ["title", null, "a"], ["body", null, null], ["tags", null, []]);
  expect(shownFields(create, posts).map((field) => field.name)).toEqual(["title"]);
});

test("a record that is gone is called by its last title", () => {
  expect(loggedTitle(change("DELETE", ["title", "Last", null]), posts)).toBe("Last");
  expect(loggedTitle(change("UPDATE", ["body", "a", "b"]), posts)).toBeUndefined();
});

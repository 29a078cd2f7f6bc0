import { expect, test } from "vitest";
import { fieldOf } from "../../fields/field-of.ts";
import { modelOf } from "../../fields/model-of.ts";
import { relationOf } from "../../fields/relation/relation-of.ts";
import { inputForMany } from "./input-for-many.ts";

const model = modelOf({});
const author = relationOf("User", "KEY", { name: "author" });
const tags = relationOf("Tag", "JOIN", { name: "tags", list: true });
const title = fieldOf("String", { name: "title" });

test("an empty link is taken away from all, as an empty text is", () => {
  const chosen = [
    { field: author, value: null },
    { field: title, value: null },
  ];
  expect(inputForMany(chosen, model)).toEqual({ author: { disconnect: true }, title: null });
});

test("a chosen record is linked, and added to lists", () => {
  const chosen = [
    { field: author, value: { id: "1" } },
    { field: tags, value: [{ id: "2" }] },
  ];
  expect(inputForMany(chosen, model)).toEqual({
    author: { connect: { id: "1" } },
    tags: { connect: [{ id: "2" }] },
  });
});

test("an empty list of links changes nothing", () => {
  expect(inputForMany([{ field: tags, value: [] }], model)).toEqual({});
});

import { expect, test } from "vitest";
import type { Collection, Model } from "../model/model.ts";
import {
  isHit,
  readHits,
  resembling,
  resemblingText,
  searchableCollections,
  searchText,
} from "./entry-search.ts";

function collection(name: string, title: string | null, operators: string[]): Collection {
  const field = { name: title, kind: "SCALAR", type: "String", list: false, can: { read: "ALL" }, operators };
  return {
    name,
    title,
    singleton: name === "Settings",
    can: { read: name === "Hidden" ? "NONE" : "ALL" },
    api: { list: name === "Settings" ? null : `${name.toLowerCase()}s` },
    fields: title ? [field] : [],
  } as unknown as Collection;
}

const posts = collection("Post", "title", ["eq", "contains"]);
const rows = collection("Row", "number", ["eq"]);

test("titles that are text are searched, and ids everywhere", () => {
  expect(searchText([posts, rows])).toBe(
    "query Find($id: ID!, $text: String!) { " +
      "c0: posts(where: { or: [{ title: { contains: $text, mode: INSENSITIVE } }, { id: { eq: $id } }] }, limit: 5) { id title } " +
      "c1: rows(where: { id: { eq: $id } }, limit: 5) { id number } }",
  );
  expect(searchText([rows])).toMatch(/^query Find\(\$id: ID!\) /);
});

test("what names a record beside its title is searched as well", () => {
  const number = { ...posts.fields[0], name: "number", unique: true } as Collection["fields"][number];
  const hidden = { ...number, name: "secret", can: { read: "SOME" } } as Collection["fields"][number];
  const objects = { ...posts, fields: [...posts.fields, number, hidden] };
  expect(searchText([objects])).toContain(
    "or: [{ title: { contains: $text, mode: INSENSITIVE } }, { number: { contains: $text, mode: INSENSITIVE } }, { id: { eq: $id } }]",
  );
  expect(searchText([objects])).toContain("{ id title number }");
});

test("letters that may have accents are left open, and compared when the answer is there", () => {
  expect(resembling("Brulee")).toBe("%br_l__%");
  expect(resembling("50%ax")).toBe("%50__x%");
  expect(resembling("a")).toBeNull();
  expect(resembling("aeo")).toBeNull();
  expect(resemblingText([rows])).toBeNull();
  const found = (title: string) => ({ collection: posts, id: "1", title, texts: [title] });
  expect(isHit(found("Crème brûlée"), "creme BRUL")).toBe(true);
  expect(isHit(found("Crème brûlée"), "crumble")).toBe(false);
  expect(isHit(found("Crème brûlée"), "1")).toBe(true);
});

test("collections that were visited last are searched first", () => {
  const all = [posts, rows, collection("Settings", null, []), collection("Hidden", null, [])];
  const model = { collections: new Map(all.map((it) => [it.name, it])) } as unknown as Model;
  const recent = [{ collection: "Row", id: "1", title: "", at: "" }];
  expect(searchableCollections(model, recent).map((it) => it.name)).toEqual(["Row", "Post"]);
});

test("titles that begin with the text come first", () => {
  const answer = {
    c0: [
      { id: "1", title: "The Post" },
      { id: "2", title: "post two" },
    ],
    c1: [],
  };
  expect(readHits(answer, [posts, rows], "Post").map((it) => it.id)).toEqual(["2", "1"]);
});

import { expect, test } from "vitest";
import type { Collection } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { titleSelection, titlesText } from "./record-titles.ts";

function collection(name: string, title: string | null, fields: string[]): Collection {
  return {
    name,
    title,
    api: { list: `${name.toLowerCase()}s` },
    fields: fields.map((it) => ({ name: it, kind: "SCALAR", type: "String", can: { read: "ALL" } })),
  } as unknown as Collection;
}

test("records of many collections are asked for in one request", () => {
  expect(titlesText([collection("Post", "title", ["title"]), collection("Row", null, [])])).toBe(
    "query Titles($limit: Int!, $ids0: [ID!]!, $ids1: [ID!]!) { " +
      "c0: posts(where: { id: { in: $ids0 } }, limit: $limit) { id title } " +
      "c1: rows(where: { id: { in: $ids1 } }, limit: $limit) { id } }",
  );
});

test("people are called by their names, and else by what stands for them", () => {
  const users = collection("User", "email", ["email", "name"]);
  expect(titleSelection(users)).toBe("id email name");
  expect(recordTitle({ id: "1", email: "a@example.org", name: "Ada" }, users)).toBe("Ada");
  expect(recordTitle({ id: "1", email: "a@example.org", name: null }, users)).toBe("a@example.org");
});

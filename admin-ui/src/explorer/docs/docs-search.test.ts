import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { searchSchema } from "./docs-search.ts";

const schema = buildSchema(`
  type Query { posts(where: PostWhere): [Post!]! composed: Int }
  type Post { id: ID! postedAt: String status: Status }
  input PostWhere { posted: Boolean }
  enum Status { DRAFT POSTPONED }
`);

const names = (text: string) =>
  searchSchema(schema, text).map((hit) => (hit.within ? `${hit.within}.${hit.name}` : hit.name));

test("exact names come first, then beginnings, root fields and types before the rest", () => {
  expect(names("post")).toEqual([
    "Post",
    "Query.posts",
    "PostWhere",
    "PostWhere.posted",
    "Post.postedAt",
    "Status.POSTPONED",
  ]);
});

test("arguments and enum values lead to the page that shows them", () => {
  expect(searchSchema(schema, "where")[0]).toMatchObject({
    page: { kind: "field", type: "Query", field: "posts" },
  });
  expect(searchSchema(schema, "draft")[0]).toMatchObject({ page: { kind: "type", type: "Status" } });
});

test("nothing is found for nothing, and nothing of introspection", () => {
  expect(searchSchema(schema, " ")).toEqual([]);
  expect(names("__Type")).toEqual([]);
});

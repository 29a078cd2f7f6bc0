import { expect, test } from "vitest";
import { formatOperation } from "./format-operation.ts";

test("an operation is indented the way graphql prints it", () => {
  expect(formatOperation("query A($n:Int=1){posts(limit:$n){id,title}}")).toBe(
    "query A($n: Int = 1) {\n  posts(limit: $n) {\n    id\n    title\n  }\n}",
  );
});

test("comments stay above the line that they stood above", () => {
  const text = "# first\n# second\nquery { # root\n posts {\n    # the key\n id title }\n# end\n}\n# last";
  expect(formatOperation(text)).toBe(
    "# first\n# second\n{\n  # root\n  posts {\n    # the key\n    id\n    title\n  }\n  # end\n}\n# last",
  );
});

test("a comment at the end of a line goes above that line", () => {
  expect(formatOperation("{ posts {\n id # the key\n title } }")).toContain(
    "    # the key\n    id\n    title",
  );
});

test("a field named query is no shorthand", () => {
  expect(formatOperation("{ a { b } query { c }\n # x\n }")).toContain("query {\n    c\n  }\n  # x\n}");
});

test("text with a syntax error is left to the author", () => {
  expect(formatOperation("query {")).toBeNull();
});

import { expect, test } from "vitest";
import { deliveryOf, operationAt, operationsOf, operationTitle } from "./operations.ts";

const text = "query A { a }\n\nmutation B { b }\nfragment F on Query { a }";

test("all operations of a document are found, fragments are not", () => {
  expect(operationsOf(text).map(({ name, kind }) => [name, kind])).toEqual([
    ["A", "query"],
    ["B", "mutation"],
  ]);
});

test("the operation at the cursor is the one that runs", () => {
  const operations = operationsOf(text);
  expect(operationAt(operations, text.indexOf("a }"))?.name).toBe("A");
  expect(operationAt(operations, text.indexOf("b }"))?.name).toBe("B");
  expect(operationAt(operationsOf(`\n\n${text}`), 0)?.name).toBe("A");
  expect(operationAt([], 3)).toBeNull();
});

test("a document is called by its operation, else by its first field", () => {
  expect(operationTitle("query Newest { posts { id } }")).toBe("Newest");
  expect(operationTitle("{ posts { id } }")).toBe("posts");
  expect(operationTitle("query Half { posts {")).toBe("Half");
  expect(operationTitle("")).toBeNull();
});

test("subscriptions are asked for as streams", () => {
  const operations = operationsOf("subscription A { a }\nquery B { b }");
  expect(operations.map(deliveryOf)).toEqual(["stream", "whole"]);
  expect(deliveryOf(null)).toBe("whole");
});

import { expect, test } from "vitest";
import { isOnlyHidden } from "./operation.ts";

const hidden = (...path: (string | number)[]) => ({ message: "", path, extensions: { code: "FORBIDDEN" } });

test("single values that may not be read are left empty", () => {
  const data = { page: { nodes: [{ id: "1", note: null }] } };
  expect(isOnlyHidden({ data, errors: [hidden("page", "nodes", 0, "note")] })).toBe(true);
  expect(
    isOnlyHidden({ data: { record: { id: "1", note: null } }, errors: [hidden("record", "note")] }),
  ).toBe(true);
});

test("a record that is null for what is hidden in it is not one that is not there", () => {
  expect(isOnlyHidden({ data: { record: null }, errors: [hidden("record", "shop")] })).toBe(false);
  expect(isOnlyHidden({ data: null, errors: [hidden("page", "nodes", 0, "shop")] })).toBe(false);
});

test("other errors are errors", () => {
  const data = { record: { id: "1", note: null } };
  const errors = [{ message: "", path: ["record", "note"], extensions: { code: "INTERNAL" } }];
  expect(isOnlyHidden({ data, errors })).toBe(false);
});

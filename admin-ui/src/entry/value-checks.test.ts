import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import type { Field } from "../model/model.ts";
import { checkField } from "./value-checks.ts";

const model = modelOf({
  components: { Meta: [fieldOf("String", { name: "title", required: true })] },
  blocks: { Part: ["Meta"] },
});
const t = ((key: string) => key) as unknown as TFunction;
const check = (said: Partial<NonNullable<Field["check"]>>) => ({
  check: { min: null, max: null, minLength: null, maxLength: null, pattern: null, message: null, ...said },
});

function codes(field: Field, value: unknown, isNew = true) {
  return checkField(field, value, "f", { model, t, isNew }).map(
    (problem) => `${problem.path} ${problem.code}`,
  );
}

test("what the model requires must be there, unless the server makes it", () => {
  expect(codes(fieldOf("String", { required: true }), "")).toEqual(["f REQUIRED"]);
  expect(codes(fieldOf("String", { required: true, default: "x" }), null)).toEqual([]);
  expect(codes(fieldOf("String", { required: true, default: "x" }), null, false)).toEqual(["f REQUIRED"]);
  expect(codes(fieldOf("Slug", { required: true, slugFrom: "title" }), null)).toEqual([]);
  expect(codes(fieldOf("String", { required: true, list: true }), [])).toEqual([]);
  expect(codes(relationOf("Tag", "KEY", { required: true }), null)).toEqual(["f REQUIRED"]);
});

test.each([
  ["Int", { min: 1 }, 0, ["f TOO_SMALL"]],
  ["Decimal", { max: "0.1" }, "0.10", []],
  ["Decimal", { max: "0.1" }, "0.11", ["f TOO_BIG"]],
  ["String", { minLength: 2 }, "👍", ["f TOO_SHORT"]],
  ["String", { maxLength: 2 }, "abc", ["f TOO_LONG"]],
  ["String", { pattern: "[a-z]+" }, "a1", ["f PATTERN"]],
  ["String", { pattern: "(?i)[a-z]+" }, "A1", []],
])("%s with %j: %j", (type, said, value, found) => {
  expect(codes(fieldOf(type, check(said as Partial<NonNullable<Field["check"]>>)), value)).toEqual(found);
});

test("lists are checked as such, and item by item", () => {
  expect(codes(fieldOf("String", { list: true, ...check({ maxLength: 1 }) }), ["abc", "d"])).toEqual([
    "f TOO_LONG",
  ]);
  expect(codes(fieldOf("Int", { list: true }), [1, null])).toEqual(["f[1] REQUIRED"]);
  const most = relationOf("Tag", "JOIN", { list: true });
  const relation = { ...(most.relation as NonNullable<Field["relation"]>), max: 1 };
  expect(codes({ ...most, relation }, [{ id: "a" }, { id: "b" }])).toEqual(["f TOO_MANY"]);
});

test("components and blocks are checked inside", () => {
  const parts = fieldOf("Part", { kind: "BLOCKS", list: true });
  expect(
    codes(parts, [
      { __typename: "Meta", title: "x" },
      { __typename: "Meta", title: null },
    ]),
  ).toEqual(["f[1].title REQUIRED"]);
});

test("what nobody may write is not asked for", () => {
  const can = { read: "ALL", create: "NONE", update: "NONE" } as const;
  expect(codes(fieldOf("String", { required: true, can }), null)).toEqual([]);
});

import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { isSameValue } from "./same-value.ts";

const model = modelOf({
  components: {
    Prose: [fieldOf("String", { name: "text" }), relationOf("Tag", "EMBEDDED", { name: "tag" })],
    Pic: [fieldOf("String", { name: "text" })],
  },
  blocks: { Part: ["Prose", "Pic"] },
});
const isSame = (field: ReturnType<typeof fieldOf>, a: unknown, b: unknown) => isSameValue(field, a, b, model);

test("what is missing is null", () => {
  expect(isSame(fieldOf("String"), undefined, null)).toBe(true);
  expect(isSame(fieldOf("String"), "", null)).toBe(false);
});

test("related records are compared by their ids", () => {
  expect(isSame(relationOf("Tag", "KEY"), { id: "1", title: "old" }, { id: "1", title: "new" })).toBe(true);
  const [ab, ba] = [
    [{ id: "a" }, { id: "b" }],
    [{ id: "b" }, { id: "a" }],
  ];
  expect(isSame(relationOf("Tag", "JOIN", { list: true }), ab, ba)).toBe(false);
  expect(isSame(relationOf("Tag", "INVERSE", { list: true }), ab, ba)).toBe(true);
});

test("blocks are compared by the fields of the model", () => {
  const parts = fieldOf("Part", { kind: "BLOCKS", list: true });
  const block = { __typename: "Prose", text: "a", tag: { id: "1", title: "x" } };
  expect(isSame(parts, [block], [{ ...block, tag: { id: "1", title: "y" }, key: 7 }])).toBe(true);
  expect(isSame(parts, [block], [{ ...block, text: "b" }])).toBe(false);
  expect(isSame(parts, [{ __typename: "Pic", text: "a" }], [{ __typename: "Prose", text: "a" }])).toBe(false);
});

test("JSON is the same in whatever order its names stand", () => {
  const json = fieldOf("JSON");
  expect(isSame(json, { a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(isSame(json, { a: 1 }, { a: 1, b: null })).toBe(false);
});

test("numbers that JavaScript can't hold are the same digit by digit", () => {
  const json = fieldOf("JSON");
  const [one, other] = [new ExactNumber("9007199254740993"), new ExactNumber("9007199254740995")];
  expect(isSame(json, { a: one }, { a: new ExactNumber(one.text) })).toBe(true);
  expect(isSame(json, { a: one }, { a: other })).toBe(false);
  expect(isSame(json, { a: one }, { a: one.text })).toBe(false);
});

import { expect, test } from "vitest";
import { loadedLimit, relationInput } from "./relation-input.ts";
import { relationOf } from "./relation-of.ts";

const refs = (...ids: string[]) => ids.map((id) => ({ id, title: id }));
const many = (count: number) => refs(...Array.from({ length: count }, (_, index) => `r${index}`));

const one = relationOf("Tag", "KEY");
const ordered = relationOf("Tag", "JOIN", { list: true });
const farEnd = relationOf("Tag", "INVERSE", { list: true });
const inside = relationOf("Tag", "EMBEDDED", { list: true });

test("one record is connected, changed and let go of", () => {
  expect(relationInput({ id: "a" }, undefined, one)).toEqual({ connect: { id: "a" } });
  expect(relationInput({ id: "b" }, { id: "a" }, one)).toEqual({ connect: { id: "b" } });
  expect(relationInput(null, { id: "a" }, one)).toEqual({ disconnect: true });
  expect(relationInput(null, undefined, one)).toBeUndefined();
});

test("a list with an order is sent as a whole when all of it was read", () => {
  expect(relationInput(refs("b", "a"), refs("a", "b"), ordered)).toEqual({ set: [{ id: "b" }, { id: "a" }] });
});

test("of a list that was cut only the differences are sent", () => {
  const before = many(loadedLimit(ordered));
  const value = [...before.slice(1), ...refs("new")];
  expect(relationInput(value, before, ordered)).toEqual({
    connect: [{ id: "new" }],
    disconnect: [{ id: "r0" }],
  });
});

test("the far end of a relation is sent as differences, however short", () => {
  expect(relationInput(refs("a", "c"), refs("a", "b"), farEnd)).toEqual({
    connect: [{ id: "c" }],
    disconnect: [{ id: "b" }],
  });
});

test("inside a component all records are connected anew", () => {
  expect(relationInput(refs("a", "b"), refs("a"), inside)).toEqual({ connect: [{ id: "a" }, { id: "b" }] });
  expect(relationInput([], refs("a"), inside)).toBeUndefined();
});

test("a component's list that may have been cut is never written", () => {
  expect(() => relationInput(many(loadedLimit(inside)), undefined, inside)).toThrow("can't be saved");
});

test("of a list that may not be read nothing is taken away", () => {
  const tags = relationOf("Tag", "JOIN", { list: true });
  expect(relationInput([{ id: "1" }], null, tags)).toEqual({ connect: [{ id: "1" }] });
});

import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { blockResemblance } from "./block-resemblance.ts";
import { itemDiff, textOf } from "./item-diff.ts";

const never = () => 0;
const kinds = (before: unknown[], after: unknown[]) =>
  itemDiff(before, after, never).map((item) => `${item.kind} ${String(item.value)}`);

test("items are added, removed and moved", () => {
  expect(kinds(["a", "b", "c"], ["a", "c", "d"])).toEqual(["same a", "removed b", "same c", "added d"]);
  expect(kinds(["a", "b", "c"], ["c", "a", "b"])).toEqual(["moved c", "same a", "same b"]);
  expect(kinds([], ["a"])).toEqual(["added a"]);
  expect(kinds(["a"], [])).toEqual(["removed a"]);
});

test("the same value twice is two items", () => {
  expect(kinds(["a", "a"], ["a"])).toEqual(["same a", "removed a"]);
  expect(kinds(["a"], ["a", "a"])).toEqual(["same a", "added a"]);
});

test("items that resemble each other are one that changed", () => {
  const block = (type: string, text: string) => ({ __typename: type, text });
  const changes = itemDiff(
    [block("Prose", "one"), block("Quote", "two"), block("Prose", "three")],
    [block("Quote", "two"), block("Prose", "three, longer"), block("Image", "four")],
    blockResemblance,
  );
  expect(changes.map((change) => [change.kind, (change.value as { text: string }).text])).toEqual([
    ["removed", "one"],
    ["same", "two"],
    ["changed", "three, longer"],
    ["added", "four"],
  ]);
});

test("the order of fields makes no difference", () => {
  expect(textOf({ a: 1, b: { c: 1, d: 2 } })).toBe(textOf({ b: { d: 2, c: 1 }, a: 1 }));
  expect(textOf(undefined)).toBe("null");
});

test("numbers that JavaScript can't hold are told apart by all of their digits", () => {
  const [one, other] = [new ExactNumber("9007199254740993"), new ExactNumber("9007199254740992.5")];
  expect(textOf({ id: one })).toBe('{"id":9007199254740993}');
  expect(itemDiff([one], [other], never).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});

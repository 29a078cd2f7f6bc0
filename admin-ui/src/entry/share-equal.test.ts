import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { InvalidValue } from "../fields/invalid-value.ts";
import { shareEqual } from "./share-equal.ts";

test("what is the same stays the very same, however deep it stands", () => {
  const before = { blocks: [{ text: "a", doc: { type: "doc" } }, { text: "b" }], at: null };
  const after = { at: null, blocks: [{ doc: { type: "doc" }, text: "a" }, { text: "c" }] };
  const shared = shareEqual(before, after) as typeof before;
  expect(shared).toEqual(after);
  expect(shared.blocks[0]).toBe(before.blocks[0]);
  expect(shareEqual(before, structuredClone(before))).toBe(before);
});

test("what is something else is what it is now", () => {
  const cases: [unknown, unknown][] = [
    [{ a: 1 }, {}],
    [{}, { a: undefined }],
    [["a"], ["a", "b"]],
    [null, {}],
    [[], {}],
    [new InvalidValue("a", ""), new InvalidValue("a", "")],
    [new ExactNumber("1e400"), new ExactNumber("2e400")],
  ];
  for (const [before, after] of cases) {
    expect(shareEqual(before, after)).toEqual(after);
    expect(shareEqual(before, after)).not.toBe(before);
  }
  const number = new ExactNumber("1e400");
  expect(shareEqual([number], [new ExactNumber("1e400")])).toEqual([number]);
});

import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { mergeValue } from "./merge-value.ts";

const model = modelOf({
  components: {
    Prose: [fieldOf("String", { name: "heading" }), fieldOf("Text", { name: "text" })],
    Group: [
      fieldOf("String", { name: "title" }),
      fieldOf("Part", { name: "parts", kind: "BLOCKS", list: true }),
    ],
  },
  blocks: { Part: ["Prose", "Group"] },
});
const blocks = fieldOf("Part", { kind: "BLOCKS", list: true });
const prose = (heading: string, text = `text of ${heading}`) => ({ __typename: "Prose", heading, text });
const group = (title: string, ...parts: unknown[]) => ({ __typename: "Group", title, parts });
const before = [prose("a"), prose("b"), group("g", prose("x"), prose("y")), prose("c")];
const merged = (mine: unknown, theirs: unknown, field = blocks, was: unknown = before) =>
  mergeValue(field, { before: was, mine, theirs }, model)?.value;

test("changes of different blocks come together", () => {
  expect(merged(before.with(0, prose("mine")), before.with(3, prose("theirs")))).toEqual(
    before.with(0, prose("mine")).with(3, prose("theirs")),
  );
});

test("changes of different fields of one block come together, however deep", () => {
  expect(merged(before.with(1, prose("b", "mine")), before.with(1, prose("theirs", "text of b")))).toEqual(
    before.with(1, prose("theirs", "mine")),
  );
  const mine = before.with(2, group("g", prose("mine"), prose("y")));
  const theirs = before.with(2, group("theirs", prose("x"), prose("y"), prose("z")));
  expect(merged(mine, theirs)).toEqual(
    before.with(2, group("theirs", prose("mine"), prose("y"), prose("z"))),
  );
});

test("one block changed to two different things is for people to decide", () => {
  expect(merged(before.with(0, prose("mine")), before.with(0, prose("theirs")))).toBeUndefined();
});

test("what one added, took out or moved stands beside what the other changed", () => {
  const theirs = before.with(3, prose("theirs"));
  expect(merged([prose("new"), ...before], theirs)).toEqual([prose("new"), ...theirs]);
  expect(merged(before.toSpliced(1, 1), theirs)).toEqual(theirs.toSpliced(1, 1));
  const moved = [before[1], before[0], before[2], before[3]];
  expect(merged(moved, theirs)).toEqual([before[1], before[0], before[2], theirs[3]]);
});

test("what both added is kept, once where it is the same", () => {
  expect(merged([...before, prose("mine")], [...before, prose("theirs")])).toEqual([
    ...before,
    prose("theirs"),
    prose("mine"),
  ]);
  expect(merged([...before, prose("same")], [...before, prose("same")])).toEqual([...before, prose("same")]);
});

test("a block that one took out and the other changed is for people to decide", () => {
  expect(merged(before.toSpliced(0, 1), before.with(0, prose("theirs")))).toBeUndefined();
});

test("what both moved to different places is never there twice", () => {
  const last = [...before.slice(1), before[0]];
  const second = [before[1], before[0], before[2], before[3]];
  expect(merged(last, second)).toBeUndefined();
});

test("what one moved and the other took out or changed is for people to decide", () => {
  const numbers = fieldOf("Int", { list: true });
  const [moved, less] = [
    [2, 3, 1],
    [2, 3],
  ];
  expect(merged(moved, less, numbers, [1, 2, 3])).toBeUndefined();
  expect(merged(less, moved, numbers, [1, 2, 3])).toBeUndefined();
  expect(merged([2, 1, 3, 4], [1, 2, 3], numbers, [1, 2, 3, 4])).toEqual([2, 1, 3]);
  const last = [...before.slice(1), before[0]];
  expect(merged(last, before.with(0, prose("theirs")))).toBeUndefined();
});

test("a block and one that was put before it are told apart", () => {
  const mine = [prose("new", "and else"), prose("b2", "text of b"), ...before.slice(1)];
  const was = [prose("b", "text of b"), ...before.slice(1)];
  expect(merged(mine, was.with(2, group("theirs", prose("x"), prose("y"))), blocks, was)).toEqual(
    mine.with(3, group("theirs", prose("x"), prose("y"))),
  );
});

test("items of plain lists and links come together too", () => {
  const words = fieldOf("String", { list: true });
  expect(merged(["a", "b", "m"], ["a", "t", "b"], words, ["a", "b"])).toEqual(["a", "t", "b", "m"]);
  expect(merged(["x", "b"], ["y", "b"], words, ["a", "b"])).toBeUndefined();
  const tags = relationOf("Tag", "JOIN", { list: true });
  const links = (...ids: string[]) => ids.map((id) => ({ id }));
  expect(merged(links("1", "2", "3"), links("2"), tags, links("1", "2"))).toEqual(links("2", "3"));
  expect(merged(links("1", "3", "2"), links("1", "2", "3"), tags, links("1", "2"))).toEqual(
    links("1", "3", "2"),
  );
});

test("plain values that both changed are for people to decide", () => {
  expect(merged("mine", "theirs", fieldOf("String"), "before")).toBeUndefined();
});

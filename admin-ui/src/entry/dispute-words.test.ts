import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { disputeWords } from "./dispute-words.ts";

const model = modelOf({
  components: { Prose: [fieldOf("String", { name: "text", label: "Text" })] },
  blocks: { Part: ["Prose"] },
});
const prose = (text: string) => ({ __typename: "Prose", text });

test("of many blocks only those are told that are not the same everywhere", () => {
  const field = fieldOf("Part", { kind: "BLOCKS", list: true });
  const before = ["a", "b", "c", "d"].map(prose);
  const mine = [prose("new"), ...before.with(1, prose("mine"))];
  const theirs = before.toSpliced(1, 1);
  expect(disputeWords(field, { before, mine, theirs }, model)).toEqual({
    before: "2. Prose (Text: b)",
    mine: "1. Prose (Text: new)\n3. Prose (Text: mine)",
    theirs: "\u2212 2. Prose (Text: b)",
  });
});

test("everything else is told as it is", () => {
  const words = fieldOf("String", { list: true });
  expect(disputeWords(words, { before: ["a"], mine: ["b"], theirs: null }, model)).toEqual({
    before: "a",
    mine: "b",
    theirs: "",
  });
});

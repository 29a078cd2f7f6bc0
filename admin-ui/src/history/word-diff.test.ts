import { expect, test } from "vitest";
import { lineDiff, withContext, wordDiff } from "./word-diff.ts";

test("words that differ are told apart", () => {
  expect(wordDiff("the quick brown fox", "the slow brown fox")).toEqual([
    { kind: "same", text: "the " },
    { kind: "removed", text: "quick" },
    { kind: "added", text: "slow" },
    { kind: "same", text: " brown fox" },
  ]);
});

test("lines that differ are told apart", () => {
  expect(lineDiff("a\nb\n", "a\nc\n")?.map((piece) => piece.kind)).toEqual(["same", "removed", "added"]);
});

test("texts that have nothing in common are not compared for minutes", () => {
  const text = (seed: number) => Array.from({ length: 20_000 }, (_, index) => `w${index * seed}`).join(" ");
  expect(wordDiff(text(3), text(7))).toBeNull();
});

test("of what is the same only the neighbourhood is kept", () => {
  const long = Array.from({ length: 100 }, (_, index) => `word${index}`).join(" ");
  const shown = withContext(
    [
      { kind: "same", text: long },
      { kind: "added", text: "new" },
      { kind: "same", text: long },
    ],
    40,
  );
  expect(shown.map((piece) => piece.kind)).toEqual(["gap", "same", "added", "same", "gap"]);
  const texts = shown.map((piece) => ("text" in piece ? piece.text : ""));
  expect(texts[1]).toMatch(/^word\d+ .*word99$/);
  expect(texts[3]).toMatch(/^word0 .*word\d+$/);
});

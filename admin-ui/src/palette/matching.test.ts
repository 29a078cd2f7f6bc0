import { expect, test } from "vitest";
import { bestMatches, matchRank } from "./matching.ts";

test("every word must be there, without accents and case", () => {
  expect(matchRank("Café Zürich", "cafe zur")).toBe(0);
  expect(matchRank("Zürich, Café", "cafe zur")).toBe(1);
  expect(matchRank("Café", "cafe zur")).toBeNull();
});

test("what begins with the words comes first, then what has a word that does", () => {
  const items = ["New: Artist", "Smart lists", "Articles", "Artists"];
  expect(bestMatches(items, "art", (item) => item)).toEqual([
    "Articles",
    "Artists",
    "New: Artist",
    "Smart lists",
  ]);
  expect(bestMatches(items, "art", (item) => item, 1)).toEqual(["Articles"]);
});

test("nothing typed fits everything", () => {
  expect(bestMatches(["a", "b"], " ", (item) => item)).toEqual(["a", "b"]);
});

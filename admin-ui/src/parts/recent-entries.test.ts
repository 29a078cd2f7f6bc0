import { expect, test } from "vitest";
import { type RecentEntry, readEntries, withEntry } from "./recent-entries.ts";

const entry = (id: string): RecentEntry => ({
  collection: "Post",
  id,
  title: `Post ${id}`,
  at: "2026-01-01",
});

test("an entry that is opened again moves to the front, with its title of now", () => {
  const entries = withEntry([entry("1"), entry("2")], { ...entry("2"), title: "New" });
  expect(entries.map(({ id, title }) => [id, title])).toEqual([
    ["2", "New"],
    ["1", "Post 1"],
  ]);
});

test("the oldest visits are dropped", () => {
  const many = Array.from({ length: 60 }, (_, index) => entry(String(index)));
  const entries = many.reduce<RecentEntry[]>(withEntry, []);
  expect(entries).toHaveLength(40);
  expect(entries[0]?.id).toBe("59");
});

test("what is stored and makes no sense is left out", () => {
  expect(readEntries("nonsense")).toEqual([]);
  expect(readEntries('{"a":1}')).toEqual([]);
  expect(readEntries(JSON.stringify([entry("1"), { id: 3 }, null]))).toEqual([entry("1")]);
});

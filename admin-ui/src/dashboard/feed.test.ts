import { expect, test } from "vitest";
import { type FeedChange, feedLines, myEntries } from "./feed.ts";

const change = (transaction: string, id: string, operation = "UPDATE", at = "2026-05-01T10:00:00Z") =>
  ({
    transaction,
    id,
    operation,
    at,
    collection: "Post",
    actor: "u",
    position: id,
    fields: [],
  }) as FeedChange;

test("what was done at once is one line", () => {
  const lines = feedLines([change("2", "9"), change("1", "8", "CREATE"), change("1", "7", "CREATE")]);
  expect(lines.map(({ id, count, isOpen }) => [id, count, isOpen])).toEqual([
    ["9", 1, false],
    ["8", 2, true],
  ]);
});

test("an entry that is saved again and again is one line", () => {
  const changes = [change("4", "1"), change("3", "1"), change("2", "2"), change("1", "1")];
  expect(feedLines(changes).map(({ id }) => id)).toEqual(["1", "2"]);
  const byOther = { ...change("5", "1"), actor: "v" };
  expect(feedLines([byOther, ...changes]).map(({ id, actor }) => [id, actor])).toEqual([
    ["1", "v"],
    ["1", "u"],
    ["2", "u"],
  ]);
});

test("entries that were opened and changed are there once, the last one first", () => {
  const visits = [{ collection: "Post", id: "1", title: "One", at: "2026-05-01T09:00:00Z" }];
  const changes = [
    change("1", "2", "CREATE", "2026-05-01T08:00:00Z"),
    change("2", "1", "UPDATE", "2026-05-01T11:00:00Z"),
  ];
  expect(myEntries(visits, changes, 9).map(({ id, how, title }) => [id, how, title])).toEqual([
    ["1", "changed", "One"],
    ["2", "changed", undefined],
  ]);
});

test("entries that I deleted are gone", () => {
  const visits = [{ collection: "Post", id: "1", title: "One", at: "2026-05-01T09:00:00Z" }];
  expect(myEntries(visits, [change("1", "1", "DELETE")], 9)).toEqual([]);
});

import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import type { Collection } from "../model/model.ts";
import { countsText, firstMoment, madeLately, readCounts } from "./counts.ts";

const createdAt = fieldOf("DateTime", { name: "createdAt", operators: ["gte"] });
const posts = {
  name: "Post",
  api: { aggregate: "postsAggregate" },
  fields: [createdAt],
} as unknown as Collection;
const rows = { name: "Row", api: { aggregate: "rowsAggregate" }, fields: [] } as unknown as Collection;
const now = new Date("2026-03-10T15:00:00Z");

test("all collections are counted in one request", () => {
  expect(countsText([posts, rows])).toBe(
    "query Counts($since: DateTime!) { c0: postsAggregate { count } " +
      "d0: postsAggregate(where: { createdAt: { gte: $since } }) " +
      "{ groups(by: [{ field: createdAt, bucket: DAY }], limit: 31) { key { createdAt } count } } " +
      "c1: rowsAggregate { count } }",
  );
  expect(countsText([rows])).toBe("query Counts { c0: rowsAggregate { count } }");
});

test("days on which nothing was made count too", () => {
  const answer = {
    c0: { count: 12 },
    d0: {
      groups: [
        { key: { createdAt: "2026-03-10T00:00:00.000Z" }, count: 3 },
        { key: { createdAt: "2026-02-28T00:00:00.000Z" }, count: 2 },
      ],
    },
    c1: { count: 5 },
  };
  const counts = readCounts(answer, [posts, rows], now);
  const post = counts.get("Post");
  expect(firstMoment(now)).toBe("2026-02-09T00:00:00.000Z");
  expect(post?.days).toHaveLength(30);
  expect(post?.days[0]).toEqual({ day: "2026-02-09", count: 0 });
  expect(post?.days[29]).toEqual({ day: "2026-03-10", count: 3 });
  expect(post && madeLately(post)).toBe(5);
  expect(counts.get("Row")).toEqual({ total: 5, days: [] });
});

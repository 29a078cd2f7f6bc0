import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import type { Collection } from "../model/model.ts";
import { conditionsOf, conditionsQuery, filterOfLine, unknown, withValues } from "./rule-conditions.ts";

const asked = { userId: "u1", roles: ["editor"], now: new Date("2026-01-02T00:00:00Z") };

test("conditions that must all hold are told apart", () => {
  const or = { or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] };
  expect(conditionsOf({ a: { eq: 1 }, and: [{ b: { eq: 2 } }, or] })).toEqual([
    { a: { eq: 1 } },
    { b: { eq: 2 } },
    or,
  ]);
  expect(conditionsOf(null)).toEqual([]);
});

test("variables become values, as far as they are known", () => {
  expect(withValues({ by: { id: { eq: "$user.id" } }, at: { gt: "$now(-1d)" } }, asked)).toEqual({
    by: { id: { eq: "u1" } },
    at: { gt: "2026-01-01T00:00:00.000Z" },
  });
  expect(withValues({ price: { eq: "$$5" } }, asked)).toEqual({ price: { eq: "$5" } });
  expect(withValues({ team: { in: ["$user.team"] } }, asked)).toBe(unknown);
  expect(withValues({ by: { id: { eq: "$user.id" } } }, { ...asked, userId: null })).toBe(unknown);
});

test("numbers that JavaScript can't hold stay as they are", () => {
  const where = { id: { eq: new ExactNumber("9007199254740993") } };
  expect(withValues(where, asked)).toEqual(where);
});

test("a line of the model is found among the rules", () => {
  const rule = { place: "a:1", to: ["x"], do: ["READ"], where: { a: { eq: 1 } } };
  const type = { rules: [{ ...rule, to: ["y"], where: null }, rule], fields: [] } as unknown as Collection;
  const line = { place: "a:1", field: null, to: ["x"], do: ["READ"], holds: false };
  expect(filterOfLine(type, line as unknown as Parameters<typeof filterOfLine>[1])).toEqual({ a: { eq: 1 } });
});

test("one request asks all conditions", () => {
  const type = { api: { where: "WorkWhere", aggregate: "worksAggregate" } } as Collection;
  expect(conditionsQuery(type, 2)).toBe(
    "query Conditions($w0: WorkWhere, $w1: WorkWhere) { c0: worksAggregate(where: $w0) { count } c1: worksAggregate(where: $w1) { count } }",
  );
});

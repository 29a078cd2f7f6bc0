import { expect, test } from "vitest";
import { dayOf, modelChanges, readAuditFilter, whereOf } from "./audit-filter.ts";

test("what makes no sense in the address is left out", () => {
  expect(readAuditFilter({ collection: 3, by: "", from: "someday", until: "2026-05-01" })).toEqual({
    collection: "3",
    until: "2026-05-01",
  });
});

test("days are whole ones of the reader", () => {
  const { since, until } = whereOf({ from: "2026-05-01", until: "2026-05-01" });
  expect(since).toBe(new Date(2026, 4, 1).toISOString());
  expect(until).toBe(new Date(2026, 4, 2).toISOString());
});

test("a moment is taken as it is", () => {
  const moment = "2026-05-01T12:00:00.000Z";
  expect(whereOf({ until: moment }).until).toBe(moment);
  expect(dayOf(moment)).toMatch(/^2026-0(4-30|5-0[12])$/);
  expect(dayOf("2026-05-01")).toBe("2026-05-01");
});

test("changes of the model are of no collection", () => {
  expect(whereOf({ collection: modelChanges, by: "admin" })).toEqual({ collection: "", actor: "admin" });
});

test("what was done and to which field is asked for", () => {
  const search = { collection: "Tag", field: "label", operation: "DELETE" };
  expect(whereOf(readAuditFilter(search))).toEqual({
    collection: "Tag",
    field: "label",
    operations: ["DELETE"],
  });
  expect(readAuditFilter({ operation: "delete" }).operation).toBeUndefined();
});

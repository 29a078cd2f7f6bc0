import { expect, test } from "vitest";
import type { Change } from "../parts/change-log.ts";
import { groupChanges } from "./change-groups.ts";

const change = (transaction: string, at: string) => ({ transaction, at }) as Change;

test("changes stand by day and by what was changed together", () => {
  const days = groupChanges([
    change("3", "2026-05-02T12:00:00Z"),
    change("2", "2026-05-02T11:30:00Z"),
    change("2", "2026-05-02T11:30:00Z"),
    change("1", "2026-04-28T12:00:00Z"),
  ]);
  expect(days.map((day) => day.transactions.map((it) => it.changes.length))).toEqual([[1, 2], [1]]);
});

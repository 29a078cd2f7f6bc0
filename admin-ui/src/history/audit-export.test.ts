import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import type { Change } from "../parts/change-log.ts";
import { csvRows, jsonLines } from "./audit-export.ts";

const change: Change = {
  position: "7",
  transaction: "6",
  at: "2026-05-01T00:00:00Z",
  actor: "u1 as u2",
  requestId: null,
  collection: "Post",
  id: "1",
  operation: "UPDATE",
  version: 2,
  fields: [
    { name: "title", before: "a", after: "b" },
    { name: "tags", before: null, after: ["x"] },
  ],
};
const names = new Map([["u1", "Ada"]]);

test("a spreadsheet has a row for each field", () => {
  const rows = csvRows([change], names);
  expect(rows.map((row) => row.slice(-3))).toEqual([
    ["title", "a", "b"],
    ["tags", "", '["x"]'],
  ]);
  expect(rows[0]?.[3]).toBe("Ada as u2");
  expect(csvRows([{ ...change, fields: [] }], names)).toHaveLength(1);
});

test("a line of JSON is a whole change", () => {
  const lines = jsonLines([change, change], names).split("\n");
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? "")).toEqual({ ...change, actorName: "Ada as u2" });
});

test("numbers that JavaScript can't hold keep all of their digits", () => {
  const after = { id: new ExactNumber("9007199254740993") };
  const long = { ...change, fields: [{ name: "facts", before: null, after }] };
  expect(csvRows([long], names)[0]?.at(-1)).toBe('{"id":9007199254740993}');
  expect(jsonLines([long], names)).toContain('"after":{"id":9007199254740993}');
});

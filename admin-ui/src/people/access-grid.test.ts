import { expect, test } from "vitest";
import { type AccessCell, accessGrid, reach, readAction } from "./access-grid.ts";

function cell(
  role: string,
  type: string,
  records: AccessCell["records"],
  action: AccessCell["do"] = "READ",
): AccessCell {
  return { role, type, do: action, records, where: null, fields: [], someFields: [], places: [] };
}

const cells = [
  cell("public", "Post", "SOME"),
  cell("editor", "Post", "ALL"),
  cell("public", "Tag", "ALL"),
  cell("editor", "Tag", "NONE", "DELETE"),
];

test("cells are found by role, type and action", () => {
  const grid = accessGrid(cells);
  expect(grid.roles).toEqual(["public", "editor"]);
  expect(grid.types).toEqual(["Post", "Tag"]);
  expect(grid.cellOf("editor", "Post", "READ")?.records).toBe("ALL");
  expect(grid.cellOf("editor", "Post", "DELETE")).toBeUndefined();
});

test("a role's reach counts types", () => {
  expect(reach(cells, "public", "READ")).toEqual({ all: 1, some: 1 });
  expect(reach(cells, "editor", "DELETE")).toEqual({ all: 0, some: 0 });
});

test("actions of the address are checked", () => {
  expect(readAction("DELETE")).toBe("DELETE");
  expect(readAction("EXPLODE")).toBe("READ");
});

import type { AccessMatrixQuery } from "../../generated/operations.ts";

export type AccessCell = AccessMatrixQuery["accessMatrix"][number];
export type Action = AccessCell["do"];

export const actions = [
  "READ",
  "READ_DRAFTS",
  "CREATE",
  "UPDATE",
  "DELETE",
  "PUBLISH",
] as const satisfies Action[];

export function readAction(wanted: unknown): Action {
  return actions.find((known) => known === wanted) ?? "READ";
}

/** A cell by its role, its type and what is done. */
export type AccessGrid = {
  roles: string[];
  types: string[];
  cellOf: (role: string, type: string, action: Action) => AccessCell | undefined;
};

/** The cells as rows and columns, in the order of the answer, which is the model's. */
export function accessGrid(cells: AccessCell[]): AccessGrid {
  const byKey = new Map(cells.map((cell) => [`${cell.role} ${cell.type} ${cell.do}`, cell]));
  return {
    roles: [...new Set(cells.map((cell) => cell.role))],
    types: [...new Set(cells.map((cell) => cell.type))],
    cellOf: (role, type, action) => byKey.get(`${role} ${type} ${action}`),
  };
}

/** How many types a role may do something with, to all of their records and to some. */
export function reach(cells: AccessCell[], role: string, action: Action): { all: number; some: number } {
  const own = cells.filter((cell) => cell.role === role && cell.do === action);
  return {
    all: own.filter((cell) => cell.records === "ALL").length,
    some: own.filter((cell) => cell.records === "SOME").length,
  };
}

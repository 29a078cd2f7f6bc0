import { isRecord } from "../../api/json-object.ts";
import { textOf } from "../../fields/field-value.ts";
import { readBlock } from "../../fields/selection.ts";
import type { Model } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { valueIn } from "../columns/column-selection.ts";
import type { Column } from "../columns/columns.ts";

export type ExportFormat = "csv" | "jsonl";

/** A record's values in the columns, as text for spreadsheets. */
export function csvCells(row: Record<string, unknown>, columns: Column[], model: Model): string[] {
  return columns.map((column) => {
    const value = valueIn(row, column);
    if (value === null || value === undefined) return "";
    const { field } = column;
    // Names of values can be read in again, which their labels can't.
    if (field.kind === "ENUM") return Array.isArray(value) ? value.join(", ") : String(value);
    if (field.kind !== "RELATION") return textOf(plain(value), field, model);
    const target = model.collections.get(field.type);
    const records = (Array.isArray(value) ? value : [value]).filter(isRecord);
    return records.map((record) => recordTitle(record, target)).join("; ");
  });
}

/** The same as an object by paths. */
export function jsonValues(row: Record<string, unknown>, columns: Column[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.path, plain(valueIn(row, column) ?? null)]));
}

/** Blocks carry their fields under names that keep them apart. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  const own = "__typename" in value ? readBlock(value) : value;
  return Object.fromEntries(Object.entries(own).map(([name, inner]) => [name, plain(inner)]));
}

/** Spreadsheets run what begins so; a quote before it makes it text. Numbers stay numbers. */
export function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
}

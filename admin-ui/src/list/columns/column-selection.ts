import { kindOf } from "../../fields/registry.ts";
import { recordSelection } from "../../fields/selection.ts";
import { type Collection, type Field, isReadable, type Model, titleField } from "../../model/model.ts";
import type { Column } from "./columns.ts";

/** How many of many related records are named in a cell; the rest is counted. */
export const shownOfMany = 3;

export type Row = { id: string } & Record<string, unknown>;

/** What a page asks of each record: what its columns show, and what opens and changes it. */
export function pageSelection(model: Model, collection: Collection, columns: Column[], others: Field[] = []) {
  const always = ["id", "version", titleField(collection)?.name].filter(
    (name) => name === "id" || collection.fields.some((field) => field.name === name && isReadable(field)),
  );
  const shown = columns.map((column) => columnSelection(model, column, shownOfMany));
  const besides = others.map((field) => field.name + leafSelection(model, field, 1));
  return [...new Set([...always, ...shown, ...besides])].join(" ");
}

/** What an export asks of each record: the columns in full. */
export function exportSelection(model: Model, columns: Column[]): string {
  const asked = columns.map((column) => {
    const { field } = column;
    const whole = field.kind === "BLOCKS" || field.kind === "COMPONENT";
    const inner =
      field.name +
      (whole ? kindOf(field).selection(field, model, "show") : leafSelection(model, field, mostExported));
    return wayTo(column, inner);
  });
  return [...new Set(["id", ...asked])].join(" ");
}

/** Of longer lists of records an export names the first. */
const mostExported = 100;

/** What is asked for one column. */
function columnSelection(model: Model, column: Column, limit: number): string {
  const { fields, field } = column;
  return wayTo(column, withCount(model, fields.at(-2), field, limit));
}

/** A way over several records stands under a name of its own. */
function wayTo(column: Column, inner: string): string {
  const steps = column.fields.slice(0, -1);
  if (steps.length === 0) return inner;
  const way = steps.reduceRight((text, step) => `${step.name} { ${text} }`, inner);
  return `${answerName(column)}: ${way}`;
}

function withCount(model: Model, holder: Field | undefined, field: Field, limit: number): string {
  const asked = field.name + leafSelection(model, field, limit);
  return isCounted(model, holder, field) ? `${asked} ${field.name}Aggregate { count }` : asked;
}

/** Lists of records inside components are not counted by the API. */
function isCounted(model: Model, holder: Field | undefined, field: Field): boolean {
  if (field.kind !== "RELATION" || !field.list || holder?.kind === "COMPONENT") return false;
  return Boolean(model.collections.get(field.type)?.api.aggregate);
}

function leafSelection(model: Model, field: Field, limit: number): string {
  if (field.kind === "RELATION" && field.list)
    return `(limit: ${limit})${recordSelection(model, field.type)}`;
  // Of blocks and of lists of components a cell tells only what they are.
  if (field.kind === "BLOCKS" || (field.kind === "COMPONENT" && field.list)) return " { __typename }";
  return kindOf(field).selection(field, model, "show");
}

/** The name under which a page answers a column. */
function answerName(column: Column): string {
  return column.fields.map((field) => field.name).join("__");
}

/** What the row has in the column. Undefined while it was not asked for. */
export function valueIn(row: Record<string, unknown>, column: Column): unknown {
  return holderOf(row, column)[column.field.name];
}

/** How many there are where only some were asked for; null where that was not asked. */
export function countIn(row: Record<string, unknown>, column: Column): number | null {
  const counted = holderOf(row, column)[`${column.field.name}Aggregate`];
  const count =
    typeof counted === "object" && counted !== null ? (counted as { count?: unknown }).count : null;
  return typeof count === "number" ? count : null;
}

function holderOf(row: Record<string, unknown>, column: Column): Record<string, unknown> {
  const { fields } = column;
  if (fields.length === 1) return row;
  const first = row[answerName(column)];
  if (first === undefined) return {};
  const inner = fields.slice(1, -1).reduce<unknown>((at, step) => memberOf(at, step.name), first);
  return typeof inner === "object" && inner !== null
    ? (inner as Record<string, unknown>)
    : { [column.field.name]: null };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : null;
}

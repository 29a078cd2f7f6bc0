import { kindOf } from "../../fields/registry.ts";
import { fieldsAlong } from "../../model/field-path.ts";
import { type Collection, type Field, isReadable, type Model, titleField } from "../../model/model.ts";
import { numberTypes } from "../../model/number-types.ts";

/** A column as it is remembered. */
export type ColumnChoice = { path: string; width?: number };

/** A column of the table: a field of the collection, or of a record or component that a way of single steps leads to. */
export type Column = {
  path: string;
  /** The fields along the path. */
  fields: Field[];
  /** The last of them: what is shown. */
  field: Field;
  width: number;
};

export const narrowest = 60;
export const widest = 900;

/** `title:240,author.name` */
export function readColumns(text: string): ColumnChoice[] | null {
  const choices = text.split(",").flatMap((part) => {
    const [path, width] = part.split(":");
    if (!path) return [];
    const pixels = Number(width);
    return [pixels > 0 ? { path, width: pixels } : { path }];
  });
  return choices.length > 0 ? choices : null;
}

export function writeColumns(choices: ColumnChoice[]): string {
  return choices.map(({ path, width }) => (width ? `${path}:${Math.round(width)}` : path)).join(",");
}

/** The columns that the model still has. */
export function columnsOf(model: Model, collection: Collection, choices: ColumnChoice[]): Column[] {
  const seen = new Set<string>();
  return choices.flatMap(({ path, width }) => {
    const fields = fieldsAlong(model, collection.name, path);
    const field = fields?.at(-1);
    if (!fields || !field || seen.has(path)) return [];
    seen.add(path);
    const own = path === titleField(collection)?.name ? 280 : field.list ? 200 : kindOf(field).columnWidth;
    return [{ path, fields, field, width: Math.min(widest, Math.max(narrowest, width ?? own)) }];
  });
}

/** Whether the column holds numbers, which stand below each other by their last digits. */
export function isOfNumbers({ field }: Column): boolean {
  return field.kind === "SCALAR" && numberTypes.has(field.type) && !field.list;
}

/** How many columns between the title and the date a list begins with. */
const fewColumns = 5;

/** What a list shows that nobody has arranged: the title, a few short fields, and when it was changed. */
export function usualColumns(collection: Collection): ColumnChoice[] {
  const title = titleField(collection);
  const possible = collection.fields.filter((field) => field !== title && isShort(field));
  const telling = [...possible].sort((one, other) => weight(other) - weight(one)).slice(0, fewColumns);
  const others = possible.filter((field) => telling.includes(field));
  const names = [title?.name ?? "id", ...others.map((field) => field.name)];
  const changed = collection.fields.find((field) => field.name === "updatedAt" && isReadable(field));
  return (changed ? [...names, changed.name] : names).map((path) => ({ path }));
}

const longTexts = new Set(["Text", "Markdown", "RichText", "JSON", "Slug"]);

/** Whether the field tells something at a glance. */
function isShort(field: Field): boolean {
  if (!isReadable(field) || field.secret || field.deprecated !== null) return false;
  if (field.builtIn) return field.name === "status" || field.name === "publishedAt" || isOfBuiltIn(field);
  if (field.kind === "COMPONENT" || field.kind === "BLOCKS") return false;
  if (field.kind === "SCALAR") return !field.list && !longTexts.has(field.type);
  return !field.list;
}

/** How much a field tells of a record: what it belongs to and what state it is in come before its measures. */
function weight(field: Field): number {
  const isMust = field.required ? 2 : 0;
  if (field.builtIn) return 6;
  if (field.kind === "ENUM") return 4 + isMust;
  if (field.kind === "RELATION") return (field.type === "Asset" ? 1 : 3) + isMust;
  if (field.type === "DateTime" || field.type === "Date") return 3 + isMust;
  return (field.type === "Boolean" || field.type === "Time" || field.type === "Point" ? 1 : 2) + isMust;
}

/** The fields of users and files are built in too, but tell more than those that every record has. */
const ofBuiltIns = new Set(["name", "email", "roles", "mimeType", "size", "width", "height"]);

function isOfBuiltIn(field: Field): boolean {
  return ofBuiltIns.has(field.name);
}

import { fieldsAlong } from "../model/field-path.ts";
import { type Collection, type Field, type Model, titleField } from "../model/model.ts";

/** One key of an order: a field, or a field of a related record, and whether the greatest is first. */
export type SortKey = { path: string; isDescending: boolean };

/** `-author.name,title` */
export function readSort(text: string): SortKey[] {
  return text
    .split(",")
    .map((part) => ({ path: part.replace(/^-/, ""), isDescending: part.startsWith("-") }))
    .filter((key) => key.path !== "");
}

export function writeSort(keys: SortKey[]): string {
  return keys.map((key) => (key.isDescending ? "-" : "") + key.path).join(",");
}

/** The order of a list that nobody ordered, as far as it can be said by fields. */
export function usualSort(collection: Collection): SortKey[] {
  return collection.orderBy.map(({ field, direction }) => ({
    path: field,
    isDescending: direction.startsWith("DESC"),
  }));
}

/** The keys as the API takes them; those that can't be ordered by are left out. Undefined when none is left. */
export function orderByOf(model: Model, collection: Collection, keys: SortKey[]): unknown[] | undefined {
  const found = keys.flatMap((key) => {
    const fields = fieldsAlong(model, collection.name, key.path);
    const way = fields && orderedBy(model, fields);
    if (!way) return [];
    return [
      way.reduceRight<unknown>((inner, name) => ({ [name]: inner }), key.isDescending ? "DESC" : "ASC"),
    ];
  });
  return found.length > 0 ? found : undefined;
}

export function isSortable(model: Model, fields: Field[]): boolean {
  return orderedBy(model, fields) !== null;
}

/** The names that lead to what is ordered by: a related record by its title, many by how many they are. */
function orderedBy(model: Model, fields: Field[]): string[] | null {
  if (fields.length === 0 || fields.some((field) => !field.sortable)) return null;
  const names = fields.map((field) => field.name);
  const last = fields.at(-1);
  if (last?.kind === "COMPONENT") return null;
  if (last?.kind !== "RELATION") return names;
  if (last.list) return [...names, "count"];
  const target = model.collections.get(last.type);
  const title = target && titleField(target);
  return [...names, title?.sortable ? title.name : "id"];
}

/** The order after a click on a column's head: `isMore` keeps the others (shift). A third click takes the key away. */
export function toggledSort(keys: SortKey[], path: string, isMore: boolean): SortKey[] {
  const before = keys.find((key) => key.path === path);
  const others = isMore ? keys.filter((key) => key.path !== path) : [];
  if (!before) return [...others, { path, isDescending: false }];
  if (before.isDescending) return others;
  const turned = { path, isDescending: true };
  return isMore ? keys.map((key) => (key.path === path ? turned : key)) : [turned];
}

import { type Collection, type Field, titleField } from "../model/model.ts";

/** More would make every letter that is typed a long look through the table. */
const mostFields = 12;

/** The filter of what is typed into the search box; null when nothing is. The title is looked at first. */
export function searchFilter(collection: Collection, typed: string): Record<string, unknown> | null {
  const text = typed.trim();
  if (text === "") return null;
  const title = titleField(collection);
  const texts = collection.fields
    .filter(isSearched)
    .sort((one, other) => rank(one, title) - rank(other, title))
    .slice(0, mostFields);
  const any = texts.map((field) => ({ [field.name]: { contains: text, mode: "INSENSITIVE" } }));
  const numbers = collection.fields.filter((field) => isNumberOf(field, text));
  const same = numbers.map((field) => ({ [field.name]: { eq: field.type === "Int" ? Number(text) : text } }));
  return { or: [...any, ...same, { id: { eq: text } }] };
}

const mostOfInt = 2 ** 31 - 1;

/** Whether the text may be the field's number: a bill is looked for by it. */
function isNumberOf(field: Field, text: string): boolean {
  if (field.list || !field.operators.includes("eq") || !/^\d{1,18}$/.test(text)) return false;
  return field.type === "BigInt" || (field.type === "Int" && Number(text) <= mostOfInt);
}

function isSearched(field: Field): boolean {
  return !field.list && field.operators.includes("contains");
}

function rank(field: Field, title: Field | undefined): number {
  if (field === title) return 0;
  return field.type === "Text" || field.type === "Markdown" ? 2 : 1;
}

/** All of the filters; null when there is none. */
export function allOf(...filters: (Record<string, unknown> | null)[]): Record<string, unknown> | null {
  const there = filters.filter((filter) => filter !== null);
  if (there.length === 0) return null;
  return there.length === 1 ? (there[0] ?? null) : { and: there };
}

import { type Collection, type Field, isReadable, titleField } from "./model.ts";

/** What stands for a record where there is room for a few words: its title, or else its id. A person has a name. */
export function recordTitle(record: Record<string, unknown>, collection: Collection | undefined): string {
  const name = collection && nameField(collection);
  const title = collection && titleField(collection);
  for (const field of [name, title]) {
    const value = field ? record[field.name] : undefined;
    if (typeof value === "string" && value.trim() !== "") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
  }
  return String(record.id ?? "");
}

/** The fields that `recordTitle` looks at. */
export function titleFields(collection: Collection): Field[] {
  const fields = [titleField(collection), nameField(collection)].filter((field) => field !== undefined);
  return [...new Set(fields)];
}

/** Users are known by their address, which is how the model names them, and called by their name. */
function nameField(collection: Collection): Field | undefined {
  if (collection.name !== "User") return undefined;
  return collection.fields.find((field) => field.name === "name" && isReadable(field));
}

import { type Collection, titleField } from "./model.ts";

/** What stands for a record where there is room for a few words: its title, or else its id. */
export function recordTitle(record: Record<string, unknown>, collection: Collection | undefined): string {
  const title = collection && titleField(collection);
  const value = title ? record[title.name] : undefined;
  if (typeof value === "string" && value.trim() !== "") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return String(record.id ?? "");
}

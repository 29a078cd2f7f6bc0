const splittable = new Set([
  "String",
  "Slug",
  "Email",
  "URL",
  "ID",
  "Int",
  "BigInt",
  "Float",
  "Decimal",
  "Date",
  "Time",
]);

/** The lines of a pasted text, one value each; null where the paste is one value, or the values may hold lines. */
export function pastedLines(text: string, type: string): string[] | null {
  if (!splittable.has(type)) return null;
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.length > 1 ? lines : null;
}

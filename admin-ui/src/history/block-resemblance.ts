import { isRecord } from "../api/json-object.ts";
import { textOf } from "./item-diff.ts";

/** Components are the same one that changed if they are of one type; the more of them is equal, the likelier. */
export function blockResemblance(before: unknown, after: unknown): number {
  if (!isRecord(before) || !isRecord(after)) return 0;
  if (before.__typename !== after.__typename) return 0;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== "__typename",
  );
  const alike = names.map((name) => valueResemblance(before[name], after[name]));
  return 1 + alike.reduce((sum, one) => sum + one, 0) / Math.max(1, names.length);
}

/** Between 0 and 1. */
function valueResemblance(before: unknown, after: unknown): number {
  if (textOf(before) === textOf(after)) return 1;
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.max(1, a.size, b.size);
}

function wordsOf(value: unknown): Set<string> {
  const text = typeof value === "string" ? value : textOf(value);
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

import { InvalidValue } from "./invalid-value.ts";

/** What a text control shows for the value. */
export function shownText(value: unknown): string {
  if (value instanceof InvalidValue) return value.text;
  return value === null || value === undefined ? "" : String(value);
}

/** Empty text is no value. */
export function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}

/** How much of the longest length is used; null while it is far. */
export function lengthNote(text: string, longest: number | null | undefined) {
  if (longest === null || longest === undefined) return null;
  // The server counts characters, not halves of them.
  const length = [...text].length;
  return length < longest * 0.8 ? null : { length, longest, isOver: length > longest };
}

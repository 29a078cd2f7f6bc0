import { parseJson, writeJson } from "../api/exact-json.ts";
import { InvalidValue } from "./invalid-value.ts";

/** A JSON value as it is edited. */
export function jsonText(value: unknown): string {
  if (value instanceof InvalidValue) return value.text;
  return value === null || value === undefined ? "" : writeJson(value, 2);
}

/** The value of a text, or the line and the column of what is wrong with it. */
export function readJson(text: string): { value: unknown } | { line: number; column: number } {
  if (text.trim() === "") return { value: null };
  try {
    return { value: parseJson(text) };
  } catch (error) {
    return placeOf(error instanceof Error ? error.message : "", text);
  }
}

/** Browsers name the place in words of their own; where they don't, it is the end. */
function placeOf(message: string, text: string): { line: number; column: number } {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named) return { line: Number(named[1]), column: Number(named[2]) };
  const position = /position (\d+)/.exec(message);
  const before = text.slice(0, position ? Number(position[1]) : text.length).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** On one line. */
export function jsonLine(value: unknown): string {
  return value === null || value === undefined ? "" : writeJson(value);
}

/** On one line, as far as a table shows it. */
export function shortJson(value: unknown): string {
  const text = writeJson(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

import { ExactNumber } from "./exact-json.ts";

/** What a text field holds that must be a JSON object or nothing. */
export type JsonObject =
  | { kind: "empty" }
  | { kind: "object"; value: Record<string, unknown> }
  | { kind: "invalid"; message: string };

export function readJsonObject(text: string): JsonObject {
  if (text.trim() === "") return { kind: "empty" };
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return { kind: "object", value };
    return { kind: "invalid", message: "expected a JSON object, such as {}" };
  } catch (error) {
    return { kind: "invalid", message: error instanceof Error ? error.message : "not valid JSON" };
  }
}

/** Whether it is an object of JSON: numbers that are objects only for JavaScript are none. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

import { readJsonObject } from "./json-object.ts";

export type RequestHeaders = Record<string, string>;

export type HeadersInput =
  | { kind: "headers"; headers: RequestHeaders }
  | { kind: "invalid"; message: string };

/** Reads the headers editor: a JSON object from header name to text. */
export function readHeaders(text: string): HeadersInput {
  const json = readJsonObject(text);
  if (json.kind === "empty") return { kind: "headers", headers: {} };
  if (json.kind === "invalid") return json;
  const headers: RequestHeaders = {};
  for (const [name, value] of Object.entries(json.value)) {
    if (typeof value === "object") return { kind: "invalid", message: `the value of "${name}" must be text` };
    if (!isSendable(name, String(value)))
      return { kind: "invalid", message: `"${name}" is not a valid header` };
    headers[name] = String(value);
  }
  return { kind: "headers", headers };
}

function isSendable(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}

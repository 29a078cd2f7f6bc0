import { ApiError } from "../api/api-error.ts";
import { createMutation, updateMutation } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import type { Collection } from "../model/model.ts";
import type { Values } from "./merge.ts";

/** A connection that says nothing for so long is as good as lost. */
const patienceMilliseconds = 45_000;

/** Something that is sent to be saved. With the same key it is done once, however often it is sent. */
export type Attempt = {
  key: string;
  kind: "create" | "update";
  variables: { id?: string; data: Values; ifVersion?: number };
  /** The form's values that it saves, by field. */
  sent: Values;
};

export function createAttempt(data: Values, sent: Values): Attempt {
  return { key: newKey(), kind: "create", variables: { data }, sent };
}

export function updateAttempt(
  id: string | null,
  version: number | null,
  data: Values,
  sent: Values,
): Attempt {
  const variables: Attempt["variables"] = { data };
  if (id !== null) variables.id = id;
  if (version !== null) variables.ifVersion = version;
  return { key: newKey(), kind: "update", variables, sent };
}

/** Sends it, and answers the record as it is stored then. */
export async function sendAttempt(
  attempt: Attempt,
  collection: Collection,
  selection: string,
): Promise<Record<string, unknown>> {
  const operation =
    attempt.kind === "create" ? createMutation(collection, selection) : updateMutation(collection, selection);
  const answer = await send(operation, attempt.variables, {
    acceptsNulls: true,
    idempotencyKey: attempt.key,
    signal: AbortSignal.timeout(patienceMilliseconds),
  });
  if (!isRecord(answer.record)) throw new ApiError("the answer holds no record", "INTERNAL");
  return answer.record;
}

/** Whether nobody knows if it was done: there was no answer. */
export function isUnanswered(error: unknown): boolean {
  const isCutOff = error instanceof DOMException && error.name === "TimeoutError";
  return isCutOff || (error instanceof ApiError && (error.code === "OFFLINE" || error.code === "TIMEOUT"));
}

/** Whether somebody else changed the record since it was read. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof ApiError && error.code === "CONFLICT" && error.fields.length === 0;
}

/** Browsers make UUIDs only on encrypted pages. */
function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

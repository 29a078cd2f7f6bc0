import { parseJson, writeJson } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";
import { InvalidValue } from "../fields/invalid-value.ts";
import type { Collection } from "../model/model.ts";
import type { Values } from "./merge.ts";
import type { Attempt } from "./save.ts";

/**
 * Unsaved changes that outlive the page: what was typed, what it was typed over, and what was sent without an answer.
 * They are kept in the browser, for each user and entry.
 */
export type Draft = { at: string; values: Values; base: Values; attempt: Attempt | null };

export function draftKey(userId: string, collection: string, id: string | null): string {
  // Without an id it is one that is being made; no id is empty.
  return `headwater.draft.${userId}.${collection}.${id ?? ""}`;
}

export function readDraft(key: string): Draft | null {
  try {
    const stored = parseJson(localStorage.getItem(key) ?? "null", readInvalid);
    if (!isRecord(stored) || typeof stored.at !== "string") return null;
    const { values, base, attempt } = stored;
    if (!isRecord(values) || !isRecord(base)) return null;
    return { at: stored.at, values, base, attempt: isRecord(attempt) ? (attempt as Attempt) : null };
  } catch {
    return null;
  }
}

const invalidMark = "headwater/invalid";

/** What was typed wrongly is no JSON: it is told apart from an object that looks the same. */
function writeInvalid(_: string, value: unknown): unknown {
  return value instanceof InvalidValue
    ? { [invalidMark]: 1, text: value.text, message: value.message }
    : value;
}

function readInvalid(_: string, value: unknown): unknown {
  return isRecord(value) && value[invalidMark] === 1
    ? new InvalidValue(String(value.text), String(value.message))
    : value;
}

/** Keeps it as long as the browser has room. */
export function keepDraft(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, writeJson(draft, undefined, writeInvalid));
  } catch {
    // The form itself still has everything.
  }
}

export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing can be kept nothing has to go.
  }
}

/** What is worth keeping of a form: what was changed, but for secrets. */
export function draftOf(
  state: { values: Values; base: Values; changed: ReadonlySet<string> },
  collection: Collection,
  attempt: Attempt | null,
): Draft | null {
  const names = collection.fields
    .filter((field) => !field.secret && state.changed.has(field.name))
    .map((field) => field.name);
  const hasSecret = collection.fields.some(
    (field) => field.secret && attempt && Object.hasOwn(attempt.variables.data, field.name),
  );
  const kept = hasSecret ? null : attempt;
  if (names.length === 0 && !kept) return null;
  const values = Object.fromEntries(names.map((name) => [name, state.values[name] ?? null]));
  // What is never read has no value before.
  const known = names.filter((name) => Object.hasOwn(state.base, name));
  const base = Object.fromEntries(known.map((name) => [name, state.base[name] ?? null]));
  return { at: new Date().toISOString(), values, base, attempt: kept };
}

/** What is typed now, with what was left from before: that stays until somebody decides about it. */
export function draftWith(left: Draft | null, draft: Draft | null): Draft | null {
  if (!left || !draft) return draft ?? left;
  return {
    ...draft,
    values: { ...left.values, ...draft.values },
    base: { ...left.base, ...draft.base },
    attempt: draft.attempt ?? left.attempt,
  };
}

import { isRecord } from "../api/json-object.ts";
import type { Collection } from "../model/model.ts";
import type { Values } from "./merge.ts";
import type { Attempt } from "./save.ts";

/**
 * Unsaved changes that outlive the page: what was typed, what it was typed over, and what was sent without an answer.
 * They are kept in the browser, for each user and entry.
 */
export type Draft = { at: string; values: Values; base: Values; attempt: Attempt | null };

export function draftKey(userId: string, collection: string, id: string | null): string {
  return `headwater.draft.${userId}.${collection}.${id ?? "new"}`;
}

export function readDraft(key: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!isRecord(stored) || typeof stored.at !== "string") return null;
    const { values, base, attempt } = stored;
    if (!isRecord(values) || !isRecord(base)) return null;
    return { at: stored.at, values, base, attempt: isRecord(attempt) ? (attempt as Attempt) : null };
  } catch {
    return null;
  }
}

/** Keeps it as long as the browser has room. */
export function keepDraft(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
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
  if (names.length === 0 && !attempt) return null;
  const pick = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { at: new Date().toISOString(), values: pick(state.values), base: pick(state.base), attempt };
}

import { parseJson, writeJson } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";
import { InvalidValue } from "../fields/invalid-value.ts";
import type { Collection } from "../model/model.ts";
import type { Values } from "./merge.ts";
import type { Attempt } from "./save.ts";

/**
 * Unsaved changes that outlive the page: what was typed, what it was typed over, and what was sent without an answer.
 * They are kept in the browser, for each user, entry and form.
 */
export type Draft = { at: string; values: Values; base: Values; attempt: Attempt | null };

/**
 * What the keys of an entry's drafts begin with. Each form has a key of its own after it, so that two windows with the
 * same entry, or two entries that are being made, don't overwrite each other's. `drawer` is the place of the drawer that
 * the entry is being made in: what is typed there is no draft of the one that is made on the page below.
 */
export function draftPrefix(
  userId: string,
  collection: string,
  id: string | null,
  drawer: number | null = null,
): string {
  // Without an id it is one that is being made; no id is empty, and none has an unwritten "@".
  const place = drawer === null ? "" : `@${drawer}`;
  return `headwater.draft.${userId}.${collection}.${encodeURIComponent(id ?? "")}${place}/`;
}

/** What a form left behind, and where it is kept. */
export type LeftDraft = { key: string; draft: Draft };

/**
 * The draft to offer of those that nobody holds: the one that was written in this window, or else the newest.
 */
export function leftDraft(prefix: string, held: ReadonlySet<string>, own: string | null): LeftDraft | null {
  const found = keysOf(prefix)
    .filter((key) => !held.has(key))
    .flatMap((key): LeftDraft[] => {
      const draft = readDraft(key);
      return draft ? [{ key, draft }] : [];
    })
    .sort((a, b) => b.draft.at.localeCompare(a.draft.at));
  return found.find(({ key }) => key === own) ?? found[0] ?? null;
}

/** The keys of all drafts of an entry. */
export function keysOf(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** The key under which this window kept a draft of the entry last, before it was loaded anew. */
export function lastKeyHere(prefix: string): string | null {
  try {
    return sessionStorage.getItem(prefix);
  } catch {
    return null;
  }
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

/** The drafts of forms that were on this page since it was loaded. */
const keptHere = new Set<string>();

/**
 * Whether the draft's form was drawn anew without anybody's doing, such as for another model: who leaves a form is asked
 * what becomes of it.
 */
export function wasCutOff(key: string): boolean {
  return keptHere.has(key);
}

/** Keeps it as long as the browser has room. */
export function keepDraft(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, writeJson(draft, undefined, writeInvalid));
    keptHere.add(key);
    sessionStorage.setItem(key.slice(0, key.lastIndexOf("/") + 1), key);
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

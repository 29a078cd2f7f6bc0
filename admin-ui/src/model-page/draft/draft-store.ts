import { useSyncExternalStore } from "react";
import { isRecord } from "../../api/json-object.ts";
import type { SdlFile } from "../sdl/sources.ts";

/** Changes that are not applied yet: the files as they were, the hash of those, and the files as they are to be. */
export type Draft = { base: SdlFile[]; basis: string; files: SdlFile[] };

const storageKey = "headwater.modelDraft";
const listeners = new Set<() => void>();
let draft: Draft | null = readStored();

export function currentDraft(): Draft | null {
  return draft;
}

/** Keeps the draft for as long as the window is open. One that changes nothing is none. */
export function setDraft(next: Draft | null): void {
  draft = next && !sameFiles(next.base, next.files) ? next : null;
  try {
    if (draft) sessionStorage.setItem(storageKey, JSON.stringify(draft));
    else sessionStorage.removeItem(storageKey);
  } catch {
    // A full or closed storage: the draft then lives as long as the page.
  }
  for (const listener of listeners) listener();
}

export function useStoredDraft(): Draft | null {
  return useSyncExternalStore(subscribe, currentDraft);
}

export function sameFiles(one: SdlFile[], other: SdlFile[]): boolean {
  return (
    one.length === other.length &&
    one.every((file) => other.some((twin) => twin.path === file.path && twin.text === file.text))
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readStored(): Draft | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
  return isRecord(value) && typeof value.basis === "string" && isFiles(value.base) && isFiles(value.files);
}

function isFiles(value: unknown): value is SdlFile[] {
  return (
    Array.isArray(value) &&
    value.every((file) => isRecord(file) && typeof file.path === "string" && typeof file.text === "string")
  );
}

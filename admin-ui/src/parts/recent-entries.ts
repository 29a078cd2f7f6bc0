import { useSyncExternalStore } from "react";
import { isRecord } from "../api/json-object.ts";
import { viewpoint } from "../api/viewpoint.ts";

/** An entry that was opened in this browser. */
export type RecentEntry = {
  collection: string;
  id: string;
  /** What stood for it when it was opened. */
  title: string;
  /** When that was, as an ISO date. */
  at: string;
};

const storageKey = "headwater.recentEntries";
const most = 40;
const listeners = new Set<() => void>();
let kept: { text: string | null; entries: RecentEntry[] } = { text: null, entries: [] };

/** Puts an entry to the front of those that were opened. What is looked at as somebody else is not one's own visit. */
export function rememberEntry(entry: { collection: string; id: string; title: string }): void {
  if (viewpoint().kind !== "self") return;
  write(withEntry(recentEntries(), { ...entry, at: new Date().toISOString() }));
}

/** For the next person at this computer. */
export function forgetRecentEntries(): void {
  write([]);
}

/** The entries that were opened, the newest visit first. */
export function useRecentEntries(): RecentEntry[] {
  return useSyncExternalStore(listen, recentEntries);
}

export function recentEntries(): RecentEntry[] {
  const text = stored();
  if (text !== kept.text) kept = { text, entries: readEntries(text) };
  return kept.entries;
}

export function withEntry(entries: RecentEntry[], entry: RecentEntry): RecentEntry[] {
  const others = entries.filter((it) => it.collection !== entry.collection || it.id !== entry.id);
  return [entry, ...others].slice(0, most);
}

/** What was stored, as far as it makes sense. */
export function readEntries(text: string | null): RecentEntry[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isRecentEntry) : [];
  } catch {
    return [];
  }
}

function isRecentEntry(value: unknown): value is RecentEntry {
  return (
    isRecord(value) && ["collection", "id", "title", "at"].every((name) => typeof value[name] === "string")
  );
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function write(entries: RecentEntry[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(entries));
  } catch {
    // Without storage the browser forgets what was opened; everything else works.
    return;
  }
  for (const listener of listeners) listener();
}

/** Also hears of what other windows store. */
function listen(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

import { isRecord } from "../api/json-object.ts";

/** A request that was sent. Headers are left out: they hold secrets. */
export type HistoryEntry = {
  operation: string;
  variables: string;
  operationName: string | null;
  /** Milliseconds since 1970, when it was sent last. */
  time: number;
};

const capacity = 100;

/** Puts an entry first. The same request sent before moves up instead of being listed twice. */
export function remember(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  return [entry, ...forget(history, entry)].slice(0, capacity);
}

export function forget(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  return history.filter((other) => !isSameRequest(other, entry));
}

/** Reads what the browser stored; anything unknown is dropped. */
export function parseHistory(stored: string | undefined): HistoryEntry[] {
  try {
    const value: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(value) ? value.filter(isHistoryEntry) : [];
  } catch {
    return [];
  }
}

function isSameRequest(a: HistoryEntry, b: HistoryEntry): boolean {
  return a.operation === b.operation && a.variables === b.variables && a.operationName === b.operationName;
}

function isHistoryEntry(value: unknown): value is HistoryEntry {
  return (
    isRecord(value) &&
    typeof value.operation === "string" &&
    typeof value.variables === "string" &&
    (value.operationName === null || typeof value.operationName === "string") &&
    typeof value.time === "number"
  );
}

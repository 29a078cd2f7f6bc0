import { isRecord } from "../api/json-object.ts";

/** One result of a subscription. */
export type Result = {
  /** Counted from 1. */
  number: number;
  /** Milliseconds since 1970, when it came. */
  time: number;
  body: string;
  /** Its first values on one line, to tell it from the others. */
  summary: string;
};

/** A subscription whose stream has begun. */
export type LiveRun = {
  kind: "live";
  /** Milliseconds since 1970. */
  startedAt: number;
  /** `lost` is tried again; the server `completed` it, or the reader `stopped` it. */
  connection: "open" | "lost" | "completed" | "stopped";
  /** The newest ones, newest first. */
  results: readonly Result[];
  /** How many came, also those that are kept no longer. */
  count: number;
  /** When the connection came back last, if it was ever lost: changes before may be missing. */
  resumedAt: number | null;
};

const resultsKept = 50;
const charactersKept = 20_000_000;
const summaryLength = 60;

export function opened(run: LiveRun | null, now: number): LiveRun {
  if (run) return { ...run, connection: "open", resumedAt: now };
  return { kind: "live", startedAt: now, connection: "open", results: [], count: 0, resumedAt: null };
}

export function received(run: LiveRun, body: string, now: number): LiveRun {
  const count = run.count + 1;
  const result = { number: count, time: now, body, summary: summarize(body) };
  return { ...run, count, results: withinBounds([result, ...run.results]) };
}

/** Drops the oldest ones. The newest is kept however large it is. */
function withinBounds(results: readonly Result[]): Result[] {
  let characters = 0;
  return results.slice(0, resultsKept).filter((result, index) => {
    characters += result.body.length;
    return index === 0 || characters <= charactersKept;
  });
}

/** `{"data":{"postChanges":{"op":"LEFT","id":"7"}}}` is `LEFT, 7`. */
function summarize(body: string): string {
  try {
    const values: string[] = [];
    collectValues(JSON.parse(body), values);
    const line = values.join(", ");
    return line.length > summaryLength ? `${line.slice(0, summaryLength)}…` : line;
  } catch {
    return "";
  }
}

function collectValues(value: unknown, values: string[]) {
  if (values.join(", ").length > summaryLength || value === null) return;
  if (Array.isArray(value)) for (const item of value) collectValues(item, values);
  else if (isRecord(value)) for (const item of Object.values(value)) collectValues(item, values);
  else
    values.push(
      String(value)
        .slice(0, summaryLength + 1)
        .replace(/\s+/g, " "),
    );
}

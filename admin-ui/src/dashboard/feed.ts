import type { FeedQuery } from "../../generated/operations.ts";
import type { RecentEntry } from "../parts/recent-entries.ts";

export type FeedChange = FeedQuery["team"][number];

/** What one person did to records of one collection at once. */
export type FeedLine = {
  position: string;
  at: string;
  actor: string | null;
  collection: string;
  operation: FeedChange["operation"];
  /** The record; of several, the one that was changed last. */
  id: string;
  count: number;
  /** Whether there may be more of them than were read. */
  isOpen: boolean;
};

/** Changes as lines, the newest first: what was done at once to many records is one. */
export function feedLines(changes: FeedChange[]): FeedLine[] {
  const lines = new Map<string, FeedLine>();
  for (const change of changes) {
    const key = `${change.transaction} ${change.collection} ${change.operation}`;
    const known = lines.get(key);
    if (known) known.count += 1;
    else
      lines.set(key, {
        position: change.position,
        at: change.at,
        actor: change.actor,
        collection: change.collection,
        operation: change.operation,
        id: change.id,
        count: 1,
        isOpen: false,
      });
  }
  const last = changes.at(-1);
  const result = [...lines.values()];
  const lastLine = last && lines.get(`${last.transaction} ${last.collection} ${last.operation}`);
  if (lastLine && lastLine.count > 1) lastLine.isOpen = true;
  return result.filter((line, index) => !result.slice(0, index).some((newer) => isSameAgain(line, newer)));
}

/** Somebody who saves an entry again and again works on it; that others do so as well makes no difference. */
function isSameAgain(line: FeedLine, newer: FeedLine): boolean {
  return (
    [line, newer].every(({ operation, count }) => operation === "UPDATE" && count === 1) &&
    line.actor === newer.actor &&
    line.collection === newer.collection &&
    line.id === newer.id
  );
}

/** An entry that somebody worked on: opened here, or changed anywhere. */
export type MyEntry = {
  collection: string;
  id: string;
  title?: string;
  at: string;
  how: "opened" | "changed";
};

/** My entries, those that I had to do with last first. */
export function myEntries(visits: RecentEntry[], changes: FeedChange[], most: number): MyEntry[] {
  const changed = changes
    .filter((change) => change.operation === "CREATE" || change.operation === "UPDATE")
    .map(({ collection, id, at }): MyEntry => ({ collection, id, at, how: "changed" }));
  const opened = visits.map(
    ({ collection, id, at, title }): MyEntry => ({ collection, id, at, title, how: "opened" }),
  );
  const found = new Map<string, MyEntry>();
  for (const entry of [...changed, ...opened].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))) {
    const key = `${entry.collection}:${entry.id}`;
    const known = found.get(key);
    if (!known) found.set(key, entry);
    else if (entry.title !== undefined) found.set(key, { title: entry.title, ...known });
  }
  const gone = new Set(
    changes.filter((it) => it.operation === "DELETE").map((it) => `${it.collection}:${it.id}`),
  );
  return [...found]
    .filter(([key]) => !gone.has(key))
    .map(([, entry]) => entry)
    .slice(0, most);
}

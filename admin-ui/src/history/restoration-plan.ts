import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import type { Collection } from "../model/model.ts";
import { type Change, readChanges } from "../parts/change-log.ts";
import type { RestoreRequest } from "./field-list.tsx";
import { type Difference, undone } from "./restoration.ts";

/** What restoring would do. `version` is the record's as it is now; null when it is gone. */
export type RestorationPlan = { differences: Difference[]; version: number | null };

const pageSize = 200;

/** Reads what was changed since, and the record's version, so that nothing newer is overwritten. */
export async function planRestoration(
  collection: Collection,
  request: RestoreRequest,
  signal: AbortSignal,
): Promise<RestorationPlan> {
  const { change, side, field } = request;
  const [version, later] = await Promise.all([
    readVersion(collection, change.id, signal),
    changesAfter(collection, change, signal),
  ]);
  const differences = undone(side === "before" ? [...later, change] : later);
  return { version, differences: differences.filter(({ name }) => field === null || name === field) };
}

async function readVersion(collection: Collection, id: string, signal: AbortSignal): Promise<number | null> {
  const { record } = await send(recordQuery(collection, "version"), collection.singleton ? {} : { id }, {
    signal,
  });
  return isRecord(record) && typeof record.version === "number" ? record.version : null;
}

/** Everything that was changed in the record after that, the newest first. */
async function changesAfter(collection: Collection, change: Change, signal: AbortSignal): Promise<Change[]> {
  const found: Change[] = [];
  const where = { collection: collection.name, id: change.id };
  for (let before: string | null = null; ; ) {
    const page = await readChanges(where, pageSize, before, signal);
    const later = page.filter(({ position }) => BigInt(position) > BigInt(change.position));
    found.push(...later);
    const last = page.at(-1);
    if (later.length < pageSize || !last) return found;
    before = last.position;
  }
}

/** What a record had that was deleted. */
export function planRecreation(change: Change): RestorationPlan {
  const differences = change.fields.map(({ name, before }) => ({ name, current: null, former: before }));
  return { differences, version: null };
}

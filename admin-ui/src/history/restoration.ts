import { inputOf } from "../fields/field-value.ts";
import { type Collection, type Field, isWritable, type Model } from "../model/model.ts";
import type { Change } from "../parts/change-log.ts";
import { textOf } from "./item-diff.ts";
import { formValue, linkedIds } from "./logged-value.ts";

/** One field that is different now. `former` is what it would be set back to. */
export type Difference = { name: string; current: unknown; former: unknown };

/** What a record's fields were before these changes, and are since: all changes since some moment, the newest first. */
export function undone(changes: Change[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const change of changes) {
    for (const { name, before, after } of change.fields) {
      const known = found.get(name);
      if (known) known.former = before;
      else found.set(name, { name, current: after, former: before });
    }
  }
  return [...found.values()].filter(({ current, former }) => textOf(current) !== textOf(former));
}

/** What the caller may write of it, in the order of the model, and the names of what has to stay as it is. */
export function writableOf(
  differences: Difference[],
  collection: Collection,
  purpose: "create" | "update",
): { fields: { field: Field; difference: Difference }[]; left: string[] } {
  const byName = new Map(differences.map((difference) => [difference.name, difference]));
  const fields = collection.fields.flatMap((field) => {
    const difference = byName.get(field.name);
    if (!difference || !isWritable(field, purpose) || field.builtIn) return [];
    byName.delete(field.name);
    return [{ field, difference }];
  });
  const builtIn = new Set(collection.fields.filter((field) => field.builtIn).map((field) => field.name));
  return { fields, left: [...byName.keys()].filter((name) => !builtIn.has(name)) };
}

/** A value without the records that are gone. */
export function withoutGone(value: unknown, field: Field, isGone: (id: string) => boolean): unknown {
  if (field.kind !== "RELATION") return value;
  const kept = linkedIds(value).filter((id) => !isGone(id));
  return Array.isArray(value) ? kept : (kept[0] ?? null);
}

/** The input of a mutation that sets the fields to what they were. */
export function restoringInput(
  fields: { field: Field; difference: Difference }[],
  model: Model,
  purpose: "create" | "update",
): Record<string, unknown> {
  const entries = fields.map(({ field, difference }) => {
    const before = purpose === "create" ? undefined : formValue(difference.current, field, model);
    return [field.name, inputOf(formValue(difference.former, field, model), before, field, model)] as const;
  });
  return Object.fromEntries(
    purpose === "create" ? entries.filter(([, value]) => value !== null && value !== undefined) : entries,
  );
}

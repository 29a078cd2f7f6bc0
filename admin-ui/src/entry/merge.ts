import type { Field, Model } from "../model/model.ts";
import { idsOf, isSameValue } from "../model/same-value.ts";
import { mergeValue } from "./merge-value.ts";

/** What a form holds, by field. */
export type Values = Record<string, unknown>;

export type Merge = {
  values: Values;
  /** What the values are compared with: the newest on the server, but for fields that are in dispute. */
  base: Values;
  /** Fields that somebody else changed, and that are as they are there, or both changes together. */
  taken: string[];
  /** Fields that both changed, each to something else. */
  disputed: string[];
};

/** Brings together what the form holds and what somebody else saved meanwhile, field by field. */
export function mergeValues(
  fields: Field[],
  mine: { values: Values; base: Values },
  theirs: Values,
  model: Model,
): Merge {
  const merge: Merge = { values: { ...mine.values }, base: { ...mine.base }, taken: [], disputed: [] };
  for (const field of fields) {
    const name = field.name;
    if (!Object.hasOwn(theirs, name)) continue;
    const [value, before, now] = [mine.values[name], mine.base[name], theirs[name]];
    const isSame = (a: unknown, b: unknown) => isSameValue(field, a, b, model);
    if (isSame(value, before)) {
      if (!isSame(now, before)) merge.taken.push(name);
      merge.values[name] = now;
      merge.base[name] = now;
    } else if (isSame(now, before) || isSame(now, value)) {
      merge.base[name] = now;
    } else if (hasNoOrder(field)) {
      merge.taken.push(name);
      merge.values[name] = withMyLinks(value, before, now);
      merge.base[name] = now;
    } else {
      const both = mergeValue(field, { before, mine: value, theirs: now }, model);
      if (!both) {
        merge.disputed.push(name);
        continue;
      }
      merge.taken.push(name);
      merge.values[name] = both.value;
      merge.base[name] = now;
    }
  }
  return merge;
}

/** Lists that are saved as what was added and removed never contradict each other. */
function hasNoOrder(field: Field): boolean {
  const storage = field.relation?.storage;
  return field.list && (storage === "INVERSE" || storage === "JOIN_INVERSE");
}

function withMyLinks(mine: unknown, before: unknown, theirs: unknown): unknown[] {
  const [kept, known, there] = [new Set(idsOf(mine)), new Set(idsOf(before)), new Set(idsOf(theirs))];
  const isRemoved = (id: string) => known.has(id) && !kept.has(id);
  const isAdded = (id: string) => !known.has(id) && !there.has(id);
  const withId = (value: unknown, wants: (id: string) => boolean) =>
    (Array.isArray(value) ? value : []).filter((item) => idsOf(item).some(wants));
  return [...withId(theirs, (id) => !isRemoved(id)), ...withId(mine, isAdded)];
}

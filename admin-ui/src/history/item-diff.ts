import { writeJson } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";

/** What became of one item of a list. `from` and `to` are its places before and after, counted from 0. */
export type ItemChange =
  | { kind: "same"; from: number; to: number; value: unknown }
  | { kind: "moved"; from: number; to: number; value: unknown }
  | { kind: "changed"; from: number; to: number; before: unknown; value: unknown; isMoved: boolean }
  | { kind: "added"; to: number; value: unknown }
  | { kind: "removed"; from: number; value: unknown };

/** How much two items have in common: 0 when they can't be one that changed, else the more the greater. */
export type Resemblance = (before: unknown, after: unknown) => number;

/**
 * Compares lists item by item. Items that are equal are the same, or moved; of the others, those that resemble each
 * other most are taken as changed. In the order of the list after, and what was removed where it stood.
 */
export function itemDiff(before: unknown[], after: unknown[], resemblance: Resemblance): ItemChange[] {
  const partners = equalPartners(before.map(textOf), after.map(textOf));
  const changed = resemblingPartners(before, after, partners, resemblance);
  const pairs = new Map([...partners, ...changed]);
  const still = stillInOrder([...pairs.keys()].sort((a, b) => a - b).map((to) => [to, pairs.get(to) ?? 0]));

  const result = after.map((value, to): ItemChange => {
    const from = pairs.get(to);
    if (from === undefined) return { kind: "added", to, value };
    const isMoved = !still.has(to);
    if (changed.has(to)) return { kind: "changed", from, to, before: before[from], value, isMoved };
    return { kind: isMoved ? "moved" : "same", from, to, value };
  });
  const kept = new Set(pairs.values());
  for (const from of before.keys()) {
    if (kept.has(from)) continue;
    // Behind the last item that stood before it and still stands in order.
    const place = result.findLastIndex(
      (item) =>
        "from" in item && item.from < from && !("isMoved" in item && item.isMoved) && item.kind !== "moved",
    );
    result.splice(place + 1, 0, { kind: "removed", from, value: before[from] });
  }
  return result;
}

/** Pairs of equal items: the place after, and the one before. Those at the same place first, then in order. */
function equalPartners(before: string[], after: string[]): Map<number, number> {
  const partners = new Map<number, number>();
  const free = new Map<string, number[]>();
  before.forEach((text, from) => {
    if (after[from] === text) partners.set(from, from);
    else free.set(text, [...(free.get(text) ?? []), from]);
  });
  after.forEach((text, to) => {
    const from = partners.has(to) ? undefined : free.get(text)?.shift();
    if (from !== undefined) partners.set(to, from);
  });
  return partners;
}

/** Pairs of the others, the most alike first; of equally alike ones those that stand closest. */
function resemblingPartners(
  before: unknown[],
  after: unknown[],
  partners: Map<number, number>,
  resemblance: Resemblance,
): Map<number, number> {
  const taken = new Set(partners.values());
  const free = [...before.keys()].filter((from) => !taken.has(from));
  const open = [...after.keys()].filter((to) => !partners.has(to));
  const candidates = open
    .flatMap((to) => free.map((from) => ({ from, to, score: resemblance(before[from], after[to]) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const found = new Map<number, number>();
  for (const { from, to } of candidates) {
    if (found.has(to) || taken.has(from)) continue;
    found.set(to, from);
    taken.add(from);
  }
  return found;
}

/** The longest run of pairs whose places before rise too: those did not move, the others moved around them. */
function stillInOrder(pairs: [number, number][]): Set<number> {
  const lengths: number[] = [];
  const previous: number[] = [];
  let best = -1;
  pairs.forEach(([, from], index) => {
    lengths[index] = 1;
    previous[index] = -1;
    for (let earlier = 0; earlier < index; earlier += 1) {
      const isBetter = (lengths[earlier] ?? 0) + 1 > (lengths[index] ?? 0);
      if ((pairs[earlier]?.[1] ?? 0) < from && isBetter) {
        lengths[index] = (lengths[earlier] ?? 0) + 1;
        previous[index] = earlier;
      }
    }
    if (best < 0 || (lengths[index] ?? 0) > (lengths[best] ?? 0)) best = index;
  });
  const still = new Set<number>();
  for (let index = best; index >= 0; index = previous[index] ?? -1) still.add(pairs[index]?.[0] ?? 0);
  return still;
}

/** Equal values have equal texts, in whatever order their fields stand. */
export function textOf(value: unknown): string {
  return writeJson(value, undefined, (_, inner) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

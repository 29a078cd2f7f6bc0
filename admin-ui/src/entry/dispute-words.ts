import { isListOfValues, itemField, textOf } from "../fields/field-value.ts";
import type { Field, Model } from "../model/model.ts";
import { isSameValue } from "../model/same-value.ts";
import { type Pair, pairItems } from "./merge-lists.ts";
import { likeness, type Versions } from "./merge-value.ts";

/**
 * The versions of a value in words. Of a list of components only what is not the same in all of them is told, with its
 * place in the list; what one of them took out has a minus before it.
 */
export function disputeWords(
  field: Field,
  versions: Versions,
  model: Model,
): { before: string; mine: string; theirs: string } {
  const { before, mine, theirs } = versions;
  const isParts = isListOfValues(field) && (field.kind === "COMPONENT" || field.kind === "BLOCKS");
  if (!isParts || !Array.isArray(before) || !Array.isArray(mine) || !Array.isArray(theirs)) {
    const words = (value: unknown) => textOf(value, field, model);
    return { before: words(before), mine: words(mine), theirs: words(theirs) };
  }
  const item = itemField(field);
  const isSame = (a: unknown, b: unknown) => isSameValue(item, a, b, model);
  const pairsOf = (now: unknown[]): Pair[] =>
    pairItems(before, now, {
      isSame,
      likeness: (a, b) => likeness(item, a, b, model),
      merge: () => undefined,
    });
  const [here, there] = [pairsOf(mine), pairsOf(theirs)];
  const line = (value: unknown, at: number, sign = "") => `${sign}${at + 1}. ${textOf(value, item, model)}`;
  const changed = (now: unknown[], pairs: Pair[]) => {
    const were = new Map(pairs.map(([b, n]) => [n, b]));
    const kept = new Set(pairs.map(([b]) => b));
    return [
      ...now.flatMap((value, at) => {
        const was = were.get(at);
        return was !== undefined && isSame(before[was], value) ? [] : [line(value, at)];
      }),
      ...before.flatMap((value, at) => (kept.has(at) ? [] : [line(value, at, "\u2212 ")])),
    ].join("\n");
  };
  const isKept = (at: number, now: unknown[], pairs: Pair[]) =>
    pairs.some(([b, n]) => b === at && isSame(before[at], now[n]));
  const touched = before.flatMap((value, at) =>
    isKept(at, mine, here) && isKept(at, theirs, there) ? [] : [line(value, at)],
  );
  return { before: touched.join("\n"), mine: changed(mine, here), theirs: changed(theirs, there) };
}

import { randomId } from "@mantine/hooks";
import { useState } from "react";

/** Gives each item of a list a key that stays with it when it is moved: values have no identity of their own. */
export type ItemKeys = {
  keys: string[];
  insert: (at: number, count: number) => string[];
  remove: (at: number) => void;
  move: (from: number, to: number) => void;
};

export function useItemKeys(values: readonly unknown[]): ItemKeys {
  // What was changed here has its keys before it has its values: they are null until then.
  const [kept, setKept] = useState<{ keys: string[]; values: readonly unknown[] | null }>({
    keys: [],
    values: [],
  });
  const keys = keysNow(kept, values);
  const isSettled = keys.length === 0 && kept.keys.length === 0 && kept.values !== null;
  if (kept.values !== values && !isSettled && (kept.values !== null || keys === kept.keys))
    setKept({ keys, values });
  const change = (next: string[]) => setKept({ keys: next, values: null });
  return {
    keys,
    insert: (at, count) => {
      const added = freshKeys(count);
      change(keys.toSpliced(at, 0, ...added));
      return added;
    },
    remove: (at) => change(keys.toSpliced(at, 1)),
    move: (from, to) => change(moved(keys, from, to)),
  };
}

function keysNow(kept: { keys: string[]; values: readonly unknown[] | null }, values: readonly unknown[]) {
  if (kept.values === values) return kept.keys;
  // Somebody else changed the list, such as who saved it meanwhile.
  if (kept.values !== null) return followedKeys(kept.keys, kept.values, values);
  return fitKeys(kept.keys, values.length);
}

/**
 * The keys of a list that is another one now: each stays with its very item, wherever that stands, and changed items
 * between two that stayed keep theirs. Who writes in an item must not find themselves in another.
 */
export function followedKeys(
  keys: readonly string[],
  before: readonly unknown[],
  now: readonly unknown[],
): string[] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, now.length) - start && before.at(-1 - end) === now.at(-1 - end))
    end += 1;

  const left = new Map<unknown, string[]>();
  for (let at = start; at < before.length - end; at += 1) {
    const key = keys[at];
    if (key !== undefined) left.set(before[at], [...(left.get(before[at]) ?? []), key]);
  }
  const between = now.slice(start, now.length - end).map((item) => left.get(item)?.shift());
  const unused = [...left.values()].flat();
  const isPaired = between.filter((key) => key === undefined).length === unused.length;
  const found = between.map((key) => key ?? (isPaired ? unused.shift() : undefined) ?? freshKey());
  return [...keys.slice(0, start), ...found, ...keys.slice(before.length - end, before.length)];
}

/** As many keys as there are items. */
export function fitKeys(keys: string[], length: number): string[] {
  if (keys.length === length) return keys;
  if (keys.length > length) return keys.slice(0, length);
  return [...keys, ...freshKeys(length - keys.length)];
}

/** The list with one item at another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  if (item === undefined && from >= items.length) return [...items];
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(to, 0, item as Item);
}

function freshKeys(count: number): string[] {
  return Array.from({ length: count }, freshKey);
}

function freshKey(): string {
  return randomId("item-");
}

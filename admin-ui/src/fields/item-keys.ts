import { randomId } from "@mantine/hooks";
import { useState } from "react";

/** Gives each item of a list a key that stays with it when it is moved: values have no identity of their own. */
export type ItemKeys = {
  keys: string[];
  insert: (at: number, count: number) => string[];
  remove: (at: number) => void;
  move: (from: number, to: number) => void;
};

export function useItemKeys(length: number): ItemKeys {
  const [kept, setKeys] = useState<string[]>([]);
  const keys = fitKeys(kept, length);
  // Somebody else changed the list, such as a form that was reset.
  if (keys !== kept) setKeys(keys);
  return {
    keys,
    insert: (at, count) => {
      const added = freshKeys(count);
      setKeys(keys.toSpliced(at, 0, ...added));
      return added;
    },
    remove: (at) => setKeys(keys.toSpliced(at, 1)),
    move: (from, to) => setKeys(moved(keys, from, to)),
  };
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
  return Array.from({ length: count }, () => randomId("item-"));
}

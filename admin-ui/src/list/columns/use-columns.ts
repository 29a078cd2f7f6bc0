import { useMemo, useState } from "react";
import { isRecord } from "../../api/json-object.ts";
import type { Collection, Model } from "../../model/model.ts";
import {
  type Column,
  type ColumnChoice,
  columnsOf,
  readColumns,
  usualColumns,
  writeColumns,
} from "./columns.ts";

/** How somebody likes the list of a collection to look, kept in this browser. */
export type ListTaste = { columns: string; size: number | null };

function tasteKey(userId: string, collection: Collection): string {
  return `headwater.list.${userId}.${collection.name}`;
}

function readTaste(key: string): Partial<ListTaste> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return isRecord(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** What is kept of the reader's taste, and a way to keep more of it. */
export function useTaste(userId: string, collection: Collection) {
  const key = tasteKey(userId, collection);
  const [taste, setTaste] = useState(() => readTaste(key));
  const keep = (change: Partial<ListTaste>) => {
    const next = { ...taste, ...change };
    setTaste(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Without storage it lasts as long as the page.
    }
  };
  return { taste, keep };
}

/** The columns: what the address says, or else what the reader likes, or else what suits the model. */
export function useColumns(
  model: Model,
  collection: Collection,
  inAddress: ColumnChoice[] | null,
  liked: string | undefined,
): Column[] {
  const address = inAddress && writeColumns(inAddress);
  return useMemo(() => {
    const choices = [address, liked].map((text) => (text ? readColumns(text) : null));
    const found = choices.map((choice) => (choice ? columnsOf(model, collection, choice) : []));
    return (
      found.find((columns) => columns.length > 0) ?? columnsOf(model, collection, usualColumns(collection))
    );
  }, [model, collection, address, liked]);
}

export function choicesOf(columns: Column[]): ColumnChoice[] {
  return columns.map(({ path, width }) => ({ path, width }));
}

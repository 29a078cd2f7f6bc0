import { useEffect } from "react";
import type { Collection } from "../model/model.ts";
import { rememberEntry } from "./recent-entries.ts";
import { titleIn } from "./record-titles.ts";

/** Counts an open record among those that were visited, by the title that it has now. */
export function useVisit(collection: Collection, record: Record<string, unknown> | null | undefined): void {
  const { name } = collection;
  const id = typeof record?.id === "string" ? record.id : null;
  const title = record ? titleIn(record, collection) : "";
  useEffect(() => {
    if (id !== null) rememberEntry({ collection: name, id, title });
  }, [name, id, title]);
}

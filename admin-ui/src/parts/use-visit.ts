import { useEffect } from "react";
import type { Collection } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { rememberEntry } from "./recent-entries.ts";

/** Counts an open record among those that were visited, by the title that it has now. */
export function useVisit(collection: Collection, record: Record<string, unknown> | null | undefined): void {
  const { name } = collection;
  const id = typeof record?.id === "string" ? record.id : null;
  const title = record ? recordTitle(record, collection) : "";
  useEffect(() => {
    if (id !== null) rememberEntry({ collection: name, id, title });
  }, [name, id, title]);
}

import { useEffect, useRef } from "react";
import type { Row } from "../columns/column-selection.ts";

/** The record of each collection that was opened from its list last. */
const opened = new Map<string, string>();

/**
 * Whoever comes back from a record goes on at its row. Answers how to keep which record is opened. The focus is taken
 * only where nothing else has it.
 */
export function useReturn(collection: string, rows: Row[], focusRow: (index: number) => void) {
  const isBack = useRef(true);
  useEffect(() => {
    if (!isBack.current || rows.length === 0) return;
    isBack.current = false;
    const index = rows.findIndex((row) => row.id === opened.get(collection));
    opened.delete(collection);
    const focused = document.activeElement;
    if (index >= 0 && (focused === document.body || focused?.id === "content")) focusRow(index);
  }, [collection, rows, focusRow]);
  return (row: Row) => opened.set(collection, row.id);
}

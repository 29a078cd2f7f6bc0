import { useState } from "react";
import type { Row } from "./columns/column-selection.ts";

/** Which records something is to be done with: some by their ids, or all that match the list's filter. */
export type Selection = { kind: "some"; ids: ReadonlySet<string> } | { kind: "all" };

const nothing: Selection = { kind: "some", ids: new Set() };

/** What is selected; it lasts over pages, and ends when the list is another one (`listKey`). */
export function useSelection(rows: Row[], listKey: string) {
  const [kept, setKept] = useState<{ listKey: string; selection: Selection; anchor: string | null }>({
    listKey,
    selection: nothing,
    anchor: null,
  });
  const { selection, anchor } = kept.listKey === listKey ? kept : { selection: nothing, anchor: null };
  const select = (next: Selection, from: string | null = anchor) =>
    setKept({ listKey, selection: next, anchor: from });

  const idsNow = () => new Set(selection.kind === "all" ? rows.map((row) => row.id) : selection.ids);
  const isSelected = (id: string) => selection.kind === "all" || selection.ids.has(id);

  return {
    selection,
    count: selection.kind === "all" ? null : selection.ids.size,
    isEmpty: selection.kind === "some" && selection.ids.size === 0,
    isSelected,
    /** With `isRange`, everything from the row that was chosen last. */
    toggle: (id: string, isRange: boolean) => {
      const ids = idsNow();
      const wanted = !isSelected(id);
      for (const each of isRange ? between(rows, anchor, id) : [id]) {
        if (wanted || isRange) ids.add(each);
        else ids.delete(each);
      }
      select({ kind: "some", ids }, id);
    },
    togglePage: (isWanted: boolean) => {
      const ids = idsNow();
      for (const row of rows) isWanted ? ids.add(row.id) : ids.delete(row.id);
      select({ kind: "some", ids });
    },
    selectAll: () => select({ kind: "all" }),
    clear: () => select(nothing, null),
  };
}

export type SelectionState = ReturnType<typeof useSelection>;

function between(rows: Row[], from: string | null, to: string): string[] {
  const start = rows.findIndex((row) => row.id === from);
  const end = rows.findIndex((row) => row.id === to);
  if (start < 0 || end < 0) return [to];
  return rows.slice(Math.min(start, end), Math.max(start, end) + 1).map((row) => row.id);
}

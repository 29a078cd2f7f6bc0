import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useRef, useState } from "react";
import type { Row } from "../columns/column-selection.ts";
import type { Column } from "../columns/columns.ts";

/** A cell: row -1 is the head, column -1 the box that selects, and the column behind the last the row's menu. */
export type CellPlace = { row: number; column: number };

type Options = {
  frame: RefObject<HTMLElement | null>;
  rows: Row[];
  columns: Column[];
  onSelect: (id: string, isRange: boolean) => void;
  onOpen: (row: Row, isElsewhere: boolean) => void;
  /** Answers whether the cell can be edited. */
  onEdit: (row: Row, column: Column) => boolean;
  /** A row is wanted that may not be drawn yet. */
  onReach: (row: number) => void;
};

/**
 * A grid's keys: arrows, Home, End, Page Up and Page Down move, Space selects, Enter edits or opens, F2 edits. One cell
 * is reached by Tab; it is the one that was last.
 */
export function useGridKeys(options: Options) {
  const { frame, rows, columns } = options;
  const [active, setActive] = useState<CellPlace>({ row: 0, column: 0 });
  const bounded = {
    row: Math.min(active.row, Math.max(rows.length - 1, -1)),
    column: Math.min(active.column, columns.length),
  };

  const reach = useRef(options.onReach);
  reach.current = options.onReach;
  const focusCell = useCallback(
    (place: CellPlace) => {
      setActive(place);
      const focus = () => {
        const cell = frame.current?.querySelector<HTMLElement>(
          `[data-row="${place.row}"][data-column="${place.column}"]`,
        );
        if (!cell) return false;
        cell.focus();
        cell.scrollIntoView({ block: "nearest", inline: "nearest" });
        return true;
      };
      if (focus()) return;
      reach.current(place.row);
      requestAnimationFrame(() => requestAnimationFrame(focus));
    },
    [frame],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const place = placeOf(event.target);
    if (!place || event.defaultPrevented) return;
    const to = movedTo(event, place, rows.length, columns.length);
    if (to) {
      event.preventDefault();
      return focusCell(to);
    }
    const row = rows[place.row];
    // What stands in the cell and has the focus answers keys itself.
    if (!row || event.target !== cellOf(event.target)) return;
    const column = columns[place.column];
    if (event.key === " ") {
      event.preventDefault();
      options.onSelect(row.id, event.shiftKey);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const isElsewhere = event.ctrlKey || event.metaKey;
      const edits = place.column > 0 && column && !isElsewhere && options.onEdit(row, column);
      if (!edits) options.onOpen(row, isElsewhere);
    } else if (event.key === "F2" && column) {
      event.preventDefault();
      options.onEdit(row, column);
    }
  };

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const place = placeOf(event.target);
    if (place && (place.row !== active.row || place.column !== active.column)) setActive(place);
  };

  return { active: bounded, focusCell, onKeyDown, onFocus };
}

/** Where a key leads; null when it leads nowhere, or is meant for a control in the cell. */
function movedTo(
  event: KeyboardEvent,
  { row, column }: CellPlace,
  rows: number,
  columns: number,
): CellPlace | null {
  if (event.altKey || isTyped(event.target)) return null;
  const toRow = (wanted: number) => ({ row: Math.max(-1, Math.min(rows - 1, wanted)), column });
  const toColumn = (wanted: number) => ({ row, column: Math.max(-1, Math.min(columns, wanted)) });
  switch (event.key) {
    case "ArrowUp":
      return toRow(row - 1);
    case "ArrowDown":
      return toRow(row + 1);
    case "ArrowLeft":
      return toColumn(column - 1);
    case "ArrowRight":
      return toColumn(column + 1);
    case "Home":
      return event.ctrlKey ? toRow(0) : toColumn(0);
    case "End":
      return event.ctrlKey ? toRow(rows - 1) : toColumn(columns - 1);
    case "PageUp":
      return toRow(row - 15);
    case "PageDown":
      return toRow(row + 15);
    default:
      return null;
  }
}

function isTyped(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest("[data-editor]") !== null;
}

function cellOf(target: EventTarget): HTMLElement | null {
  return target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]") : null;
}

function placeOf(target: EventTarget): CellPlace | null {
  const cell = cellOf(target);
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
}

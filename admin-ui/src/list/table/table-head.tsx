import { VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type DragEvent, type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { pathLabel } from "../../model/field-path.ts";
import type { Model } from "../../model/model.ts";
import type { Row } from "../columns/column-selection.ts";
import { type Column, isOfNumbers, narrowest, widest } from "../columns/columns.ts";
import { isSortable, type SortKey } from "../order.ts";
import type { SelectionState } from "../use-selection.ts";
import classes from "./table.module.css";

type Props = {
  model: Model;
  columns: Column[];
  sort: SortKey[];
  onSort: (path: string, isMore: boolean) => void;
  onColumns: (columns: Column[]) => void;
  rows: Row[];
  selection: SelectionState;
  /** The column that Tab reaches, when it is one of the head. */
  active: number | null;
};

/** The heads: a click orders, dragging moves a column, and its right edge makes it wider. */
export function TableHead({ model, columns, sort, onSort, onColumns, rows, selection, active }: Props) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<{ path: string; side: "before" | "after" } | null>(null);
  const chosen = rows.filter((row) => selection.isSelected(row.id)).length;
  const isPageChosen = rows.length > 0 && chosen === rows.length;

  const drop = () => {
    const moving = columns.find((column) => column.path === dragged);
    const others = columns.filter((column) => column !== moving);
    const at = others.findIndex((column) => column.path === target?.path);
    if (moving && target && at >= 0)
      onColumns(others.toSpliced(target.side === "after" ? at + 1 : at, 0, moving));
    setDragged(null);
    setTarget(null);
  };
  const resize = (path: string, width: number) =>
    onColumns(columns.map((column) => (column.path === path ? { ...column, width } : column)));

  return (
    <thead className={classes.head}>
      <tr aria-rowindex={1}>
        <th className={classes.check} scope="col">
          <input
            type="checkbox"
            ref={(input) => {
              if (input) input.indeterminate = chosen > 0 && !isPageChosen;
            }}
            data-row={-1}
            data-column={-1}
            tabIndex={active === -1 ? 0 : -1}
            aria-label={t("list.selectPage")}
            checked={isPageChosen}
            disabled={rows.length === 0}
            onChange={() => selection.togglePage(!isPageChosen)}
          />
        </th>
        {columns.map((column, index) => (
          <HeadCell
            key={column.path}
            column={column}
            index={index}
            isActive={active === index}
            sorted={sort.find((key) => key.path === column.path)}
            place={sort.length > 1 ? sort.findIndex((key) => key.path === column.path) + 1 : 0}
            isSortable={isSortable(model, column.fields)}
            onSort={onSort}
            onWidth={(width) => resize(column.path, width)}
            onMove={(by) => onColumns(movedBy(columns, index, by))}
            dropping={dragged && target?.path === column.path ? target.side : undefined}
            onDragStart={() => setDragged(column.path)}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              const box = event.currentTarget.getBoundingClientRect();
              const side = event.clientX < box.left + box.width / 2 ? "before" : "after";
              if (target?.path !== column.path || target.side !== side)
                setTarget({ path: column.path, side });
            }}
            onDrop={drop}
          />
        ))}
        <th className={classes.tools}>
          <VisuallyHidden>{t("list.rowMenu")}</VisuallyHidden>
        </th>
      </tr>
    </thead>
  );
}

function movedBy(columns: Column[], index: number, by: number): Column[] {
  const moving = columns[index];
  const to = Math.max(0, Math.min(columns.length - 1, index + by));
  return moving ? columns.toSpliced(index, 1).toSpliced(to, 0, moving) : columns;
}

type HeadCellProps = {
  column: Column;
  index: number;
  isActive: boolean;
  sorted: SortKey | undefined;
  /** The key's place in the order, from 1; 0 where that need not be said. */
  place: number;
  isSortable: boolean;
  onSort: (path: string, isMore: boolean) => void;
  onWidth: (width: number) => void;
  onMove: (by: number) => void;
  dropping: "before" | "after" | undefined;
  onDragStart: () => void;
  onDragOver: (event: DragEvent<HTMLElement>) => void;
  onDrop: () => void;
};

function HeadCell({ column, index, sorted, ...props }: HeadCellProps) {
  const { t } = useTranslation();
  const label = pathLabel(column.fields);
  const Arrow = sorted?.isDescending ? IconArrowDown : IconArrowUp;
  // Alt and an arrow make the column wider or narrower; with shift it moves.
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    if (event.shiftKey) props.onMove(by);
    else props.onWidth(Math.min(widest, Math.max(narrowest, column.width + 20 * by)));
  };
  return (
    <th
      scope="col"
      className={index === 0 ? classes.sticky : undefined}
      aria-sort={sorted ? (sorted.isDescending ? "descending" : "ascending") : undefined}
      data-dropping={props.dropping}
      onDragOver={props.onDragOver}
      onDrop={props.onDrop}
      onDragEnd={props.onDrop}
    >
      <button
        type="button"
        className={classes.sort}
        draggable
        data-row={-1}
        data-column={index}
        data-sorted={sorted ? true : undefined}
        data-number={(index > 0 && isOfNumbers(column)) || undefined}
        tabIndex={props.isActive ? 0 : -1}
        aria-disabled={props.isSortable ? undefined : true}
        title={`${label}. ${t(props.isSortable ? "list.headHint" : "list.headHintUnsorted")}`}
        aria-label={label}
        onClick={(event) => props.isSortable && props.onSort(column.path, event.shiftKey)}
        onKeyDown={onKeyDown}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", label);
          props.onDragStart();
        }}
      >
        <span className={classes.sortText}>{label}</span>
        {sorted && <Arrow size={13} stroke={2} style={{ flexShrink: 0 }} />}
        {sorted && props.place > 0 && <span>{props.place}</span>}
      </button>
      <ResizeHandle width={column.width} onWidth={props.onWidth} />
    </th>
  );
}

/**
 * The keyboard's way to it is Alt and an arrow on the head. While it is dragged only the column's element is changed: drawing all
 * rows again for each pixel would lag behind the pointer.
 */
function ResizeHandle({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const [from, setFrom] = useState<{ x: number; width: number } | null>(null);
  const widthAt = (event: PointerEvent) =>
    from ? Math.min(widest, Math.max(narrowest, from.width + event.clientX - from.x)) : width;
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const head = event.currentTarget.closest("th");
    const table = head?.closest("table");
    const element = table?.querySelectorAll("col")[head?.cellIndex ?? -1];
    if (!from || !table || !element) return;
    const grown = widthAt(event) - Number.parseFloat(element.style.width);
    element.style.width = `${widthAt(event)}px`;
    table.style.width = `${Number.parseFloat(table.style.width) + grown}px`;
  };
  const end = (event: PointerEvent) => {
    if (from) onWidth(widthAt(event));
    setFrom(null);
  };
  return (
    <span
      className={classes.resize}
      data-active={from ? true : undefined}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, width });
      }}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}

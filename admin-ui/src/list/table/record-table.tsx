import { Progress } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection, Model } from "../../model/model.ts";
import type { Row } from "../columns/column-selection.ts";
import type { Column } from "../columns/columns.ts";
import type { SortKey } from "../order.ts";
import type { SelectionState } from "../use-selection.ts";
import { useTopOnChange } from "../use-top-on-change.ts";
import { type OpenMenu, RowMenu } from "./row-menu.tsx";
import classes from "./table.module.css";
import { TableHead } from "./table-head.tsx";
import { type RowActions, TableRow } from "./table-row.tsx";
import { SkeletonRows } from "./table-skeleton.tsx";
import { useGridKeys } from "./use-grid-keys.ts";
import { useReturn } from "./use-return.ts";
import type { Reach } from "./virtual-rows.tsx";

const VirtualRows = lazy(() => import("./virtual-rows.tsx").then((file) => ({ default: file.VirtualRows })));

type Props = {
  model: Model;
  collection: Collection;
  columns: Column[];
  /** Undefined while the first page is on its way. */
  rows: Row[] | undefined;
  /** How many records come before the page's first. */
  offset: number;
  total: number;
  fresh: ReadonlySet<string>;
  sort: SortKey[];
  onSort: (path: string, isMore: boolean) => void;
  onColumns: (columns: Column[]) => void;
  selection: SelectionState;
  actions: RowActions;
  /** Whether another page is on its way. */
  isBusy: boolean;
  /** Which part of the list it is: another one begins at its top. */
  page: string;
};

/** So few rows are all drawn; of more, those that are seen. */
const drawnWhole = 100;
const checkWidth = 38;
const menuWidth = 44;

export function RecordTable(props: Props) {
  const { model, collection, rows = [], selection, actions } = props;
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  useTopOnChange(frame, props.page, props.isBusy);
  const isNarrow = useMediaQuery("(max-width: 48em)");
  // The first column stays in sight there, and must leave room for the others.
  const columns = useMemo(
    () =>
      props.columns.map((column, place) =>
        isNarrow && place === 0 ? { ...column, width: Math.min(column.width, 176) } : column,
      ),
    [props.columns, isNarrow],
  );
  const latest = useRef(selection);
  latest.current = selection;
  // The same function from one drawing to the next: then only the rows that change are drawn again.
  const toggle = useCallback((id: string, isRange: boolean) => latest.current.toggle(id, isRange), []);
  const [editing, setEditing] = useState<{ id: string; path: string } | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const isWhole = rows.length <= drawnWhole;
  const reach = useRef<Reach>(null);
  const keep = useRef<(row: Row) => void>(() => {});
  const rowActions = useMemo(
    (): RowActions => ({
      ...actions,
      onOpen: (row, isElsewhere) => {
        if (!isElsewhere) keep.current(row);
        actions.onOpen(row, isElsewhere);
      },
    }),
    [actions],
  );
  const keys = useGridKeys({
    frame,
    rows,
    columns,
    onSelect: toggle,
    onOpen: rowActions.onOpen,
    onEdit: (row, column) => {
      if (!actions.mayEdit(row, column)) return false;
      setEditing({ id: row.id, path: column.path });
      return true;
    },
    onReach: (index) => reach.current?.reach(index),
  });
  const { focusCell } = keys;
  const focusRow = useCallback((row: number) => focusCell({ row, column: 0 }), [focusCell]);
  keep.current = useReturn(collection.name, rows, focusRow);
  const span = columns.length + 2;
  const renderRow = (index: number) => {
    const row = rows[index];
    return (
      row && (
        <TableRow
          key={row.id}
          model={model}
          collection={collection}
          columns={columns}
          row={row}
          index={index}
          ariaIndex={props.offset + index + 2}
          isSelected={selection.isSelected(row.id)}
          isFresh={props.fresh.has(row.id)}
          activeColumn={keys.active.row === index ? keys.active.column : null}
          editing={editing?.id === row.id ? editing.path : null}
          onToggle={toggle}
          onEdit={setEditing}
          onMenu={setMenu}
          onEdited={keys.focusCell}
          actions={rowActions}
        />
      )
    );
  };

  return (
    <div ref={frame} className={classes.frame} aria-busy={props.isBusy}>
      {props.isBusy && rows.length > 0 && (
        <Progress
          className={classes.progress}
          value={100}
          size={2}
          animated
          aria-label={t("common.loading")}
        />
      )}
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked by keys is a grid
        role="grid"
        className={classes.table}
        style={{ width: columns.reduce((sum, column) => sum + column.width, checkWidth + menuWidth) }}
        aria-label={collection.pluralLabel}
        aria-rowcount={props.total + 1}
        aria-colcount={span}
        aria-multiselectable="true"
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <colgroup>
          <col style={{ width: checkWidth }} />
          {columns.map((column) => (
            <col key={column.path} style={{ width: column.width }} />
          ))}
          <col />
        </colgroup>
        <TableHead
          model={model}
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          onColumns={props.onColumns}
          rows={rows}
          selection={selection}
          active={keys.active.row === -1 ? keys.active.column : null}
        />
        <tbody>
          {props.rows === undefined && <SkeletonRows columns={columns} />}
          {isWhole ? (
            rows.map((_, index) => renderRow(index))
          ) : (
            <Suspense fallback={rows.slice(0, drawnWhole).map((_, index) => renderRow(index))}>
              <VirtualRows
                frame={frame}
                count={rows.length}
                rowHeight={isNarrow ? 42 : 34}
                span={span}
                renderRow={renderRow}
                reach={reach}
              />
            </Suspense>
          )}
        </tbody>
      </table>
      <RowMenu
        collection={collection}
        open={menu}
        onClose={() => setMenu(null)}
        onDelete={actions.onDelete}
      />
    </div>
  );
}

import { type MouseEvent, memo, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { pathLabel } from "../../model/field-path.ts";
import type { Collection, Model } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { lazyPart } from "../../parts/lazy-part.ts";
import { type Row, valueIn } from "../columns/column-selection.ts";
import { type Column, isOfNumbers } from "../columns/columns.ts";
import { ColumnCell } from "./column-cell.tsx";
import type { OpenMenu } from "./row-menu.tsx";
import classes from "./table.module.css";
import type { CellPlace } from "./use-grid-keys.ts";

/** Loaded as soon as a cell that can be edited is pointed at or has the focus. */
const loadEditor = () => import("./cell-editor.tsx");
const CellEditor = lazyPart(() => loadEditor().then((file) => ({ default: file.CellEditor })));

/** What can be done with one record of the list. */
export type RowActions = {
  onOpen: (row: Row, isElsewhere: boolean) => void;
  /** The address of the record's page. */
  addressOf: (row: Row) => string;
  mayEdit: (row: Row, column: Column) => boolean;
  /** Saves a cell; fails with what the server says. */
  onSave: (row: Row, column: Column, value: unknown) => Promise<void>;
  /** Null where nobody may. */
  onDelete: ((row: Row) => void) | null;
};

type Props = {
  model: Model;
  collection: Collection;
  columns: Column[];
  row: Row;
  index: number;
  ariaIndex: number;
  isSelected: boolean;
  isFresh: boolean;
  /** The column that Tab reaches, when it is one of this row. */
  activeColumn: number | null;
  /** The path of the cell that is edited. */
  editing: string | null;
  onToggle: (id: string, isRange: boolean) => void;
  onEdit: (cell: { id: string; path: string } | null) => void;
  onMenu: (open: OpenMenu) => void;
  onEdited: (place: CellPlace) => void;
  actions: RowActions;
};

/** In a cell that can be edited, one click may be the first of two. */
const twoClicksMilliseconds = 260;

export const TableRow = memo(function TableRow(props: Props) {
  const { collection, columns, row, index, actions, onToggle } = props;
  const { t } = useTranslation();
  const opening = useRef<ReturnType<typeof setTimeout>>(undefined);
  const title = recordTitle(row, collection);

  const onClick = (event: MouseEvent, column: Column) => {
    if (isOfControl(event) || props.editing === column.path || window.getSelection()?.toString()) return;
    if (event.shiftKey) return onToggle(row.id, true);
    const isElsewhere = event.ctrlKey || event.metaKey;
    clearTimeout(opening.current);
    if (isElsewhere || !actions.mayEdit(row, column)) return actions.onOpen(row, isElsewhere);
    opening.current = setTimeout(() => actions.onOpen(row, false), twoClicksMilliseconds);
  };
  const edit = (column: Column) => {
    clearTimeout(opening.current);
    if (actions.mayEdit(row, column)) props.onEdit({ id: row.id, path: column.path });
  };

  return (
    <tr
      className={classes.row}
      aria-rowindex={props.ariaIndex}
      aria-selected={props.isSelected}
      data-selected={props.isSelected || undefined}
      data-fresh={props.isFresh || undefined}
    >
      <td className={classes.check}>
        <input
          type="checkbox"
          data-row={index}
          data-column={-1}
          tabIndex={props.activeColumn === -1 ? 0 : -1}
          aria-label={t("list.selectRow", { title })}
          checked={props.isSelected}
          onChange={() => undefined}
          onClick={(event) => onToggle(row.id, event.shiftKey)}
        />
      </td>
      {columns.map((column, place) => {
        const isEdited = props.editing === column.path;
        const shown = (
          <Shown {...props} column={column} isFirst={place === 0} title={title} onEdit={() => edit(column)} />
        );
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens to keys
          <td
            key={column.path}
            className={[place === 0 && classes.sticky, isEdited && classes.editing].filter(Boolean).join(" ")}
            data-row={index}
            data-column={place}
            tabIndex={props.activeColumn === place ? 0 : -1}
            onFocus={() => actions.mayEdit(row, column) && void loadEditor()}
            onClick={(event) => onClick(event, column)}
            onAuxClick={(event) => event.button === 1 && !isOfControl(event) && actions.onOpen(row, true)}
            onDoubleClick={() => !isEdited && edit(column)}
          >
            {isEdited ? (
              <Suspense fallback={shown}>
                <CellEditor
                  column={column}
                  value={valueIn(row, column)}
                  label={`${pathLabel(column.fields)}: ${title}`}
                  onSave={(value) => actions.onSave(row, column, value)}
                  onClose={(by) => {
                    props.onEdit(null);
                    const next = Math.max(0, Math.min(columns.length - 1, place + by));
                    props.onEdited({ row: index, column: next });
                  }}
                />
              </Suspense>
            ) : (
              shown
            )}
          </td>
        );
      })}
      <td className={classes.tools}>
        <button
          type="button"
          className={classes.dots}
          data-row={index}
          data-column={columns.length}
          tabIndex={props.activeColumn === columns.length ? 0 : -1}
          aria-label={t("list.menuOf", { title })}
          aria-haspopup="menu"
          onClick={(event) => props.onMenu({ row, button: event.currentTarget })}
        />
      </td>
    </tr>
  );
});

type ShownProps = Pick<Props, "model" | "row" | "actions"> & {
  column: Column;
  isFirst: boolean;
  title: string;
  onEdit: () => void;
};

function Shown({ model, row, column, isFirst, title, actions, onEdit }: ShownProps) {
  const { t } = useTranslation();
  const value = <ColumnCell column={column} row={row} model={model} />;
  const isBlank = valueIn(row, column) === null || valueIn(row, column) === "";
  return (
    <div className={isOfNumbers(column) && !isFirst ? `${classes.cell} ${classes.number}` : classes.cell}>
      {isFirst ? (
        <a
          className={classes.title}
          href={actions.addressOf(row)}
          tabIndex={-1}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            actions.onOpen(row, false);
          }}
        >
          {isBlank ? title : value}
        </a>
      ) : (
        value
      )}
      {actions.mayEdit(row, column) && (
        <button
          type="button"
          className={classes.pencil}
          tabIndex={-1}
          onMouseEnter={loadEditor}
          aria-label={t("list.editCell", { field: column.field.label })}
          onClick={(event) => {
            event.stopPropagation();
            onEdit();
          }}
        />
      )}
    </div>
  );
}

/** Links and buttons in a cell do their own. */
function isOfControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a, button, input, [data-editor]") !== null;
}

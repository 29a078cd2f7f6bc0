import { Checkbox, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../../api/json-object.ts";
import { pictureField } from "../../fields/relation/record-ref.ts";
import { isEmptyValue } from "../../model/empty-value.ts";
import { titleField } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { type FileRef, Thumbnail } from "../../parts/thumbnail.tsx";
import { type Row, valueIn } from "../columns/column-selection.ts";
import { ColumnCell } from "../table/column-cell.tsx";
import type { List } from "../use-list.ts";
import { useTopOnChange } from "../use-top-on-change.ts";
import classes from "./cards.module.css";

const shownColumns = 4;

/** The records as cards; with pictures where they have some. */
export function CardGrid({ list }: { list: List }) {
  const { collection, rows } = list;
  const frame = useRef<HTMLUListElement>(null);
  useTopOnChange(frame, list.part, list.query.isPlaceholderData);
  if (!rows)
    return (
      <div className={classes.grid}>
        {Array.from({ length: 8 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
          <Skeleton key={index} height={180} />
        ))}
      </div>
    );
  const hasPictures = collection.name === "Asset" || pictureField(collection, list.model) !== undefined;
  return (
    <ul
      ref={frame}
      className={classes.grid}
      aria-label={collection.pluralLabel}
      data-pictures={hasPictures || undefined}
    >
      {rows.map((row) => (
        <RecordCard key={row.id} list={list} row={row} hasPicture={hasPictures} />
      ))}
    </ul>
  );
}

function RecordCard({ list, row, hasPicture }: { list: List; row: Row; hasPicture: boolean }) {
  const { t } = useTranslation();
  const { collection, model, selection, fresh } = list;
  const title = recordTitle(row, collection);
  const picture = pictureField(collection, model);
  const own = collection.name === "Asset" ? row : picture ? row[picture.name] : null;
  const file = isRecord(own) && typeof own.id === "string" ? (own as FileRef) : null;
  const columns = list.columns
    .filter(({ path }) => path !== titleField(collection)?.name && path !== picture?.name && path !== "id")
    .filter((column) => !isEmptyValue(valueIn(row, column)))
    .slice(0, shownColumns);
  return (
    <li
      className={classes.card}
      data-selected={selection.isSelected(row.id) || undefined}
      data-fresh={fresh.has(row.id) || undefined}
    >
      <Checkbox
        className={classes.check}
        size="xs"
        aria-label={t("list.selectRow", { title })}
        checked={selection.isSelected(row.id)}
        onChange={() => undefined}
        onClick={(event) => selection.toggle(row.id, event.shiftKey)}
      />
      {hasPicture && (
        <div className={classes.picture}>
          <Thumbnail file={file} label={title} />
        </div>
      )}
      <div className={classes.body}>
        <Link
          className={classes.title}
          to="/content/$collection/$id"
          params={{ collection: collection.name, id: row.id }}
        >
          {title}
        </Link>
        <dl className={classes.values}>
          {columns.map((column) => (
            <div key={column.path} className={classes.value}>
              <Text component="dt" inherit c="dimmed" className={classes.label}>
                {column.field.label}
              </Text>
              <dd>
                <ColumnCell column={column} row={row} model={model} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}

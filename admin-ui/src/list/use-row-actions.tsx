import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, hasCode } from "../api/api-error.ts";
import { recordQuery, updateMutation } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import { inputOf } from "../fields/field-value.ts";
import { kindOf } from "../fields/registry.ts";
import { isWritable } from "../model/model.ts";
import { recordTitle } from "../model/record-title.ts";
import { loaded } from "../parts/lazy-part.ts";
import { showDone, showFailure } from "../parts/toast.tsx";
import type { Row } from "./columns/column-selection.ts";
import type { Column } from "./columns/columns.ts";
import type { RowActions } from "./table/table-row.tsx";
import type { List } from "./use-list.ts";
import { versionWith } from "./version-with.ts";

/** What can be done with single records. The functions stay the same, so that rows need not be drawn again. */
export function useRowActions(list: List): RowActions {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const queries = useQueryClient();
  const latest = useRef(list);
  latest.current = list;
  const { collection, model } = list;

  return useMemo(() => {
    const placeOf = (row: Row) =>
      ({ to: "/content/$collection/$id", params: { collection: collection.name, id: row.id } }) as const;
    const addressOf = (row: Row) => router.history.createHref(router.buildLocation(placeOf(row)).publicHref);
    const open = (row: Row, isElsewhere: boolean) => {
      if (isElsewhere) window.open(addressOf(row), "_blank", "noopener");
      else void navigate(placeOf(row));
    };
    const write = async (id: string, column: Column, input: unknown, ifVersion: unknown) => {
      const { pageSelection, pageQueryKey } = latest.current;
      const variables = { id, data: { [column.field.name]: input }, ifVersion };
      await send(updateMutation(collection, "id"), variables);
      // Apart, as a mutation whose answer holds a value that may not be read is refused.
      const { record } = await send(recordQuery(collection, pageSelection), { id }, { acceptsNulls: true });
      // The subscription tells it as well, where there is one.
      queries.setQueryData(pageQueryKey, (answer: unknown) => withRow(answer, record));
      return record;
    };
    const putBack = async (id: string, column: Column, before: unknown, saved: unknown) => {
      const version = await versionWith(collection, id, column.field, saved, model);
      if (version === null)
        throw new ApiError(t("list.undoOvertaken", { field: column.field.label }), "CONFLICT");
      await write(id, column, inputOf(before, saved, column.field, model), version);
    };
    const save = async (row: Row, column: Column, value: unknown) => {
      const before = row[column.field.name];
      const input = inputOf(value, before, column.field, model);
      const record = await write(row.id, column, input, row.version).catch((error) => {
        // What somebody else made of it is shown at once, also where no subscription tells it.
        if (hasCode(error, "CONFLICT"))
          void queries.invalidateQueries({ queryKey: latest.current.pageQueryKey });
        throw error;
      });
      // As it is stored: the server may have made something else of what was typed.
      const saved = isRecord(record) ? record[column.field.name] : value;
      const title = recordTitle(row, collection);
      showDone(t("list.cellSaved", { field: column.field.label, title }), {
        label: t("common.undo"),
        onUndo: () => {
          putBack(row.id, column, before, saved).catch((error) => showFailure(error, t));
        },
      });
    };
    const remove = async (row: Row) => {
      const { removeRecord } = await loaded(() => import("./remove-record.ts"));
      const onChanged = () => void queries.invalidateQueries({ queryKey: latest.current.pageQueryKey });
      await removeRecord({ model, collection, row, t, onChanged });
    };
    return {
      onOpen: open,
      addressOf,
      mayEdit: (_: Row, column: Column) =>
        column.fields.length === 1 &&
        !column.field.list &&
        collection.api.update !== null &&
        collection.can.update !== "NONE" &&
        isWritable(column.field, "update") &&
        !column.field.secret &&
        !column.field.writeOnce &&
        kindOf(column.field).fitsCell,
      onSave: save,
      onDelete:
        collection.can.delete === "NONE" || !collection.api.delete
          ? null
          : (row: Row) => void remove(row).catch((error) => showFailure(error, t)),
    };
  }, [collection, model, navigate, router, queries, t]);
}

/** The page's answer with one of its records replaced. */
function withRow(answer: unknown, record: unknown): unknown {
  if (!isRecord(answer) || !isRecord(answer.page) || !Array.isArray(answer.page.nodes)) return answer;
  if (!isRecord(record)) return answer;
  const nodes = answer.page.nodes.map((node) => (isRecord(node) && node.id === record.id ? record : node));
  return { ...answer, page: { ...answer.page, nodes } };
}

import { Alert, Button, Checkbox, Group, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { writeJson } from "../../api/exact-json.ts";
import { pathLabel } from "../../model/field-path.ts";
import { download } from "../../parts/download.ts";
import { errorWords } from "../../parts/error-words.ts";
import { showDone } from "../../parts/toast.tsx";
import { exportSelection } from "../columns/column-selection.ts";
import { type Column, columnsOf } from "../columns/columns.ts";
import { orderByOf } from "../order.ts";
import type { List } from "../use-list.ts";
import { csvCells, type ExportFormat, harmless, jsonValues } from "./export-file.ts";
import { recordBatches, type Wanted } from "./record-batches.ts";
import { type OnBusy, useStoppable } from "./use-stoppable.ts";

type Props = { list: List; wanted: Wanted; count: number; onBusy: OnBusy; onClose: () => void };
type State = { kind: "idle"; error: unknown } | { kind: "running"; done: number; total: number };

const batchSize = 1000;

/** Writes records into a file: the list's columns, in the list's order. */
export function Export({ list, wanted, count, onBusy, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const { collection, model } = list;
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [isEverything, setEverything] = useState(false);
  const [state, setState] = useState<State>({ kind: "idle", error: null });
  const { begin, stop } = useStoppable(onBusy);
  const number = new Intl.NumberFormat(i18n.language);

  const run = async () => {
    const { control, end } = begin();
    const columns = exportedColumns(list, isEverything);
    setState({ kind: "running", done: 0, total: count });
    try {
      const lines = await collect(columns, control.signal);
      const isCsv = format === "csv";
      const day = new Date().toISOString().slice(0, 10);
      // The mark tells spreadsheets that the text is UTF-8.
      const parts = isCsv ? ["\uFEFF", ...lines] : lines;
      download(`${collection.name}-${day}.${format}`, parts, isCsv ? "text/csv" : "application/x-ndjson");
      onClose();
      showDone(t("list.exported", { count: lines.length - (isCsv ? 1 : 0) }));
    } catch (error) {
      setState({ kind: "idle", error: control.signal.aborted ? null : error });
    } finally {
      end();
    }
  };

  const collect = async (columns: Column[], signal: AbortSignal): Promise<string[]> => {
    const { default: papa } = await import("papaparse");
    const csvLine = (cells: string[]) => `${papa.unparse([cells.map(harmless)])}\r\n`;
    const lines = format === "csv" ? [csvLine(columns.map((column) => column.path))] : [];
    let done = 0;
    const options = {
      fields: exportSelection(model, columns),
      size: batchSize,
      orderBy: orderByOf(model, collection, list.sort),
      signal,
    };
    for await (const { rows, total } of recordBatches(wanted, options)) {
      for (const row of rows) {
        lines.push(
          format === "csv"
            ? csvLine(csvCells(row, columns, model))
            : `${writeJson(jsonValues(row, columns))}\n`,
        );
      }
      done += rows.length;
      setState({ kind: "running", done, total: Math.max(total, done) });
    }
    return lines;
  };

  if (state.kind === "running") {
    return (
      <Stack gap="sm">
        <Progress
          value={(state.done / Math.max(1, state.total)) * 100}
          animated
          aria-label={t("list.progress")}
        />
        <Text size="sm" role="status">
          {t("list.progressOf", { done: number.format(state.done), total: number.format(state.total) })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={stop}>
            {t("list.stop")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm">{t("list.exportHint", { count })}</Text>
      <SegmentedControl
        data-autofocus
        aria-label={t("list.format")}
        value={format}
        onChange={(value) => setFormat(value === "jsonl" ? "jsonl" : "csv")}
        data={[
          { value: "csv", label: "CSV" },
          { value: "jsonl", label: "JSON Lines" },
        ]}
      />
      <Checkbox
        label={t("list.exportEverything")}
        description={
          isEverything ? undefined : list.columns.map((column) => pathLabel(column.fields)).join(", ")
        }
        checked={isEverything}
        onChange={(event) => setEverything(event.currentTarget.checked)}
      />
      {state.error !== null && (
        <Alert color="red" title={errorWords(state.error, t).title}>
          {errorWords(state.error, t).detail}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button onClick={run}>{t("list.export")}</Button>
      </Group>
    </Stack>
  );
}

/** The id first: without it nobody finds the records again. */
function exportedColumns(list: List, isEverything: boolean): Column[] {
  const { model, collection, columns } = list;
  const paths = isEverything
    ? collection.fields.map((field) => field.name)
    : columns.map((column) => column.path);
  const wanted = ["id", ...paths.filter((path) => path !== "id")];
  return columnsOf(
    model,
    collection,
    wanted.map((path) => ({ path })),
  );
}

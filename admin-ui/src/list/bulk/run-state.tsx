import { Alert, Anchor, Progress as Bar, Button, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../model/model.ts";
import { errorWords } from "../../parts/error-words.ts";
import { type Change, type Progress, runChunks } from "./chunk-run.ts";
import type { Wanted } from "./record-batches.ts";
import { type OnBusy, useStoppable } from "./use-stoppable.ts";

export type RunState =
  | { kind: "idle" }
  | { kind: "running"; progress: Progress }
  | { kind: "over"; progress: Progress; error: unknown; isCancelled: boolean };

/** Something that is done to many records, and can be stopped on the way. */
export function useRun(wanted: Wanted, onBusy: OnBusy) {
  const [state, setState] = useState<RunState>({ kind: "idle" });
  const { begin, stop } = useStoppable(onBusy);
  const start = async (change: Change): Promise<Progress> => {
    const { control, end } = begin();
    let progress: Progress = { total: null, done: 0, skipped: 0, refused: [] };
    const follow = (next: Progress) => {
      progress = next;
      setState({ kind: "running", progress });
    };
    follow(progress);
    try {
      progress = await runChunks(wanted, change, control.signal, follow);
      setState({ kind: "over", progress, error: null, isCancelled: control.signal.aborted });
    } catch (error) {
      const isCancelled = control.signal.aborted;
      setState({ kind: "over", progress, error: isCancelled ? null : error, isCancelled });
    } finally {
      end();
    }
    return progress;
  };
  return { state, start, cancel: stop };
}

type Props = { collection: Collection; state: RunState; onCancel: () => void; onClose: () => void };

/** How far it is, and at the end what came of it. */
export function RunReport({ collection, state, onCancel, onClose }: Props) {
  const { t, i18n } = useTranslation();
  if (state.kind === "idle") return null;
  const { progress } = state;
  const number = new Intl.NumberFormat(i18n.language);
  const handled = progress.done + progress.skipped + progress.refused.length;
  const total = progress.total ?? 0;
  const isOver = state.kind === "over";
  return (
    <Stack gap="sm">
      <Bar
        value={total === 0 ? (isOver ? 100 : 0) : (handled / total) * 100}
        animated={!isOver}
        aria-label={t("list.progress")}
      />
      <Text size="sm" role="status">
        {isOver
          ? t(state.isCancelled ? "list.stoppedAt" : "list.doneOf", {
              done: number.format(progress.done),
              total: number.format(total),
            })
          : t("list.progressOf", { done: number.format(handled), total: number.format(total) })}
      </Text>
      {progress.skipped > 0 && (
        <Text size="sm" c="dimmed">
          {t("list.skipped", { count: progress.skipped })}
        </Text>
      )}
      {isOver && state.error !== null && (
        <Alert color="red" title={errorWords(state.error, t).title}>
          {errorWords(state.error, t).detail}
        </Alert>
      )}
      {progress.refused.length > 0 && (
        <Alert color="red" title={t("list.refused", { count: progress.refused.length })}>
          <ScrollArea.Autosize mah={220}>
            {progress.refused.map((refusal) => (
              <Text key={refusal.id} size="sm">
                <Anchor
                  inherit
                  c="inherit"
                  underline="always"
                  renderRoot={(props) => (
                    <Link
                      to="/content/$collection/$id"
                      params={{ collection: collection.name, id: refusal.id }}
                      {...props}
                    />
                  )}
                >
                  {refusal.title}
                </Anchor>
                {": "}
                {refusal.message}
              </Text>
            ))}
          </ScrollArea.Autosize>
        </Alert>
      )}
      <Group justify="flex-end">
        {isOver ? (
          <Button onClick={onClose}>{t("common.close")}</Button>
        ) : (
          <Button variant="default" onClick={onCancel}>
            {t("list.stop")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

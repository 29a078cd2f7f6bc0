import { Button, CloseButton, EmptyState, Group, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { relativeTime } from "../parts/moment.tsx";
import classes from "./explorer.module.css";
import type { HistoryEntry } from "./history.ts";
import { operationTitle } from "./operations.ts";

type HistoryPaneProps = {
  history: readonly HistoryEntry[];
  onRestore: (entry: HistoryEntry) => void;
  onForget: (entry: HistoryEntry) => void;
  onClear: () => void;
};

/** The requests that were sent from this browser, newest first. */
export function HistoryPane({ history, onRestore, onForget, onClear }: HistoryPaneProps) {
  const { t, i18n } = useTranslation();
  if (history.length === 0) {
    return (
      <div className={classes.message}>
        <EmptyState
          size="sm"
          title={t("explorer.noHistory")}
          description={t("explorer.noHistoryHint")}
          icon={<IconHistory size={34} stroke={1.4} />}
        />
      </div>
    );
  }
  const now = Date.now();
  return (
    <>
      <Group className={classes.subBar} justify="space-between">
        <Text size="xs" c="dimmed">
          {t("explorer.requests", { count: history.length })}
        </Text>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onClear}>
          {t("common.clear")}
        </Button>
      </Group>
      <ScrollArea className={classes.fill}>
        <ul className={classes.list}>
          {history.map((entry) => {
            const title =
              entry.operationName ?? operationTitle(entry.operation) ?? t("explorer.unnamedOperation");
            return (
              <li key={entry.time} className={classes.historyEntry}>
                <UnstyledButton className={classes.historyButton} onClick={() => onRestore(entry)}>
                  <span className={classes.historyTitle}>{title}</span>
                  <span className={classes.historyPreview}>{preview(entry)}</span>
                </UnstyledButton>
                <Text size="xs" c="dimmed" title={new Date(entry.time).toLocaleString()}>
                  {relativeTime(new Date(entry.time).toISOString(), i18n.language, now)}
                </Text>
                <CloseButton
                  size="xs"
                  aria-label={t("explorer.forget", { title })}
                  onClick={() => onForget(entry)}
                />
              </li>
            );
          })}
        </ul>
      </ScrollArea>
    </>
  );
}

/** The request on one line, without comments. */
function preview({ operation, variables }: HistoryEntry): string {
  const line = operation
    .replace(/^\s*#.*$/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  return variables.trim() === "" ? line : `${line} ${variables.replace(/\s+/g, " ").trim()}`;
}

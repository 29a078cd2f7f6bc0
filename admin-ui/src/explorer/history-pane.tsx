import { Button, CloseButton, EmptyState, Group, ScrollArea, Text, UnstyledButton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import classes from "./explorer.module.css";
import type { HistoryEntry } from "./history.ts";
import { formatAge } from "./measures.ts";
import { operationTitle } from "./operations.ts";

type HistoryPaneProps = {
  history: readonly HistoryEntry[];
  onRestore: (entry: HistoryEntry) => void;
  onForget: (entry: HistoryEntry) => void;
  onClear: () => void;
};

/** The requests that were sent from this browser, newest first. */
export function HistoryPane({ history, onRestore, onForget, onClear }: HistoryPaneProps) {
  if (history.length === 0) {
    return (
      <div className={classes.message}>
        <EmptyState
          size="sm"
          title="No history yet"
          description="What you run is listed here, in this browser only."
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
          {history.length === 1 ? "1 request" : `${history.length} requests`}
        </Text>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onClear}>
          Clear
        </Button>
      </Group>
      <ScrollArea className={classes.fill}>
        <ul className={classes.list}>
          {history.map((entry) => {
            const title = entry.operationName ?? operationTitle(entry.operation) ?? "Unnamed operation";
            return (
              <li key={entry.time} className={classes.historyEntry}>
                <UnstyledButton className={classes.historyButton} onClick={() => onRestore(entry)}>
                  <span className={classes.historyTitle}>{title}</span>
                  <span className={classes.historyPreview}>{preview(entry)}</span>
                </UnstyledButton>
                <Text size="xs" c="dimmed" title={new Date(entry.time).toLocaleString()}>
                  {formatAge(entry.time, now)}
                </Text>
                <CloseButton size="xs" aria-label={`Forget ${title}`} onClick={() => onForget(entry)} />
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

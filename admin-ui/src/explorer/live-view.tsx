import { json } from "@codemirror/lang-json";
import { Badge, Group, Text } from "@mantine/core";
import { IconCopy, IconRipple } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { CodeEditor } from "../code/code-editor.tsx";
import { CopyButton } from "./copy-button.tsx";
import { countErrors } from "./count-errors.ts";
import { ErrorsBadge } from "./errors-badge.tsx";
import classes from "./explorer.module.css";
import { formatJson } from "./format-json.ts";
import type { LiveRun, Result } from "./live-run.ts";
import { formatTime } from "./measures.ts";
import { Message } from "./message.tsx";
import { Notice } from "./notice.tsx";
import { ResultBar } from "./result-bar.tsx";

type LiveViewProps = { run: LiveRun; onRun: () => void };

const connections = {
  open: { word: "Live", color: "teal" },
  lost: { word: "Reconnecting", color: "orange" },
  completed: { word: "Ended", color: "gray" },
  stopped: { word: "Stopped", color: "gray" },
} as const;

const language = json();

/** A subscription: how it stands, and its newest result or the one that was picked. */
export function LiveView({ run, onRun }: LiveViewProps) {
  const [picked, setPicked] = useState<Result | null>(null);
  const shown = picked ?? run.results[0];
  const body = shown?.body ?? "";
  const text = useMemo(() => formatJson(body), [body]);
  const errors = useMemo(() => countErrors(body), [body]);
  return (
    <>
      <Group className={classes.bar} gap="xs" wrap="nowrap">
        <Group gap="xs" wrap="nowrap" flex={1} miw={0} role="status">
          <ConnectionBadge connection={run.connection} />
          <ErrorsBadge count={errors} />
          <Figures run={run} />
        </Group>
        {shown && <CopyButton label="Copy response" icon={<IconCopy size={17} />} text={() => text} />}
      </Group>
      {run.connection === "lost" && (
        <Notice
          text="The connection was lost. Trying to connect again."
          action="Run again"
          onAction={() => onRun()}
        />
      )}
      {shown ? (
        <>
          <ResultBar results={run.results} picked={picked} onPick={setPicked} />
          <div className={classes.fill}>
            <CodeEditor label="Response" value={text} extensions={language} />
          </div>
        </>
      ) : (
        <NoResult connection={run.connection} />
      )}
    </>
  );
}

function ConnectionBadge({ connection }: { connection: LiveRun["connection"] }) {
  const { word, color } = connections[connection];
  return (
    <Badge
      variant="light"
      color={color}
      flex="none"
      leftSection={connection === "open" && <span className={classes.liveDot} />}
    >
      {word}
    </Badge>
  );
}

function Figures({ run: { connection, count, results, resumedAt } }: { run: LiveRun }) {
  const [newest] = results;
  return (
    <Text size="xs" c="dimmed" className={classes.figures}>
      {count === 1 ? "1 result" : `${count} results`}
      {newest && ` · ${formatTime(newest.time)}`}
      {resumedAt !== null && connection !== "lost" && (
        <span title="Changes while the connection was lost may be missing">
          {` · reconnected ${formatTime(resumedAt)}`}
        </span>
      )}
    </Text>
  );
}

function NoResult({ connection }: { connection: LiveRun["connection"] }) {
  if (connection === "completed" || connection === "stopped")
    return <Message title="No result" text="The subscription ended before a result came." />;
  return (
    <Message
      title="Waiting for a result"
      text="Results are shown here as they come."
      icon={<IconRipple size={34} stroke={1.4} />}
    />
  );
}

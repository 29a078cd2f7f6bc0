import { json } from "@codemirror/lang-json";
import { Badge, Group, Text } from "@mantine/core";
import { IconCopy, IconRipple } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
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
  open: { word: "live", color: "teal" },
  lost: { word: "reconnecting", color: "orange" },
  completed: { word: "ended", color: "gray" },
  stopped: { word: "stopped", color: "gray" },
} as const;

const language = json();

/** A subscription: how it stands, and its newest result or the one that was picked. */
export function LiveView({ run, onRun }: LiveViewProps) {
  const { t } = useTranslation();
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
        {shown && (
          <CopyButton label={t("explorer.copyResponse")} icon={<IconCopy size={17} />} text={() => text} />
        )}
      </Group>
      {run.connection === "lost" && (
        <Notice text={t("explorer.lostLive")} action={t("explorer.runAgain")} onAction={() => onRun()} />
      )}
      {shown ? (
        <>
          <ResultBar results={run.results} picked={picked} onPick={setPicked} />
          <div className={classes.fill}>
            <CodeEditor label={t("explorer.response")} value={text} extensions={language} />
          </div>
        </>
      ) : (
        <NoResult connection={run.connection} />
      )}
    </>
  );
}

function ConnectionBadge({ connection }: { connection: LiveRun["connection"] }) {
  const { t } = useTranslation();
  const { word, color } = connections[connection];
  return (
    <Badge
      variant="light"
      color={color}
      flex="none"
      leftSection={connection === "open" && <span className={classes.liveDot} />}
    >
      {t(`explorer.${word}`)}
    </Badge>
  );
}

function Figures({ run: { connection, count, results, resumedAt } }: { run: LiveRun }) {
  const { t } = useTranslation();
  const [newest] = results;
  return (
    <Text size="xs" c="dimmed" className={classes.figures}>
      {t("explorer.results", { count })}
      {newest && ` · ${formatTime(newest.time)}`}
      {resumedAt !== null && connection !== "lost" && (
        <span title={t("explorer.mayMiss")}>
          {` · ${t("explorer.reconnected", { time: formatTime(resumedAt) })}`}
        </span>
      )}
    </Text>
  );
}

function NoResult({ connection }: { connection: LiveRun["connection"] }) {
  const { t } = useTranslation();
  if (connection === "completed" || connection === "stopped")
    return <Message title={t("explorer.noResult")} text={t("explorer.noResultHint")} />;
  return (
    <Message
      title={t("explorer.waiting")}
      text={t("explorer.waitingHint")}
      icon={<IconRipple size={34} stroke={1.4} />}
    />
  );
}

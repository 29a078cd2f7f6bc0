import { json } from "@codemirror/lang-json";
import { Badge, Button, Group, Kbd, Loader, SegmentedControl, Text } from "@mantine/core";
import { IconCopy, IconPlugConnectedX, IconRipple } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Outcome } from "../api/graphql-request.ts";
import { CodeEditor } from "../code/code-editor.tsx";
import { CopyButton } from "./copy-button.tsx";
import { countErrors } from "./count-errors.ts";
import { ErrorsBadge } from "./errors-badge.tsx";
import { takeExplanation } from "./explanation.ts";
import { ExplanationView } from "./explanation-view.tsx";
import classes from "./explorer.module.css";
import { formatJson } from "./format-json.ts";
import { LiveView } from "./live-view.tsx";
import { formatBytes, formatDuration } from "./measures.ts";
import { Message } from "./message.tsx";
import { shortcutKeys } from "./shortcut-keys.ts";
import type { Run } from "./use-runs.ts";

type Answer = Extract<Outcome, { kind: "answered" }>;

type ResponsePaneProps = {
  run: Run | undefined;
  endpoint: string;
  onRun: () => void;
};

const language = json();

export function ResponsePane({ run, endpoint, onRun }: ResponsePaneProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.pane} aria-label={t("explorer.response")}>
      {run?.kind !== "answered" && run?.kind !== "live" && (
        <Group className={classes.bar}>
          <Text size="xs" c="dimmed">
            {t("explorer.response")}
          </Text>
        </Group>
      )}
      <Content run={run} endpoint={endpoint} onRun={onRun} />
    </section>
  );
}

function Content({ run, endpoint, onRun }: ResponsePaneProps) {
  const { t } = useTranslation();
  switch (run?.kind) {
    case undefined:
      return (
        <Message
          title={t("explorer.noResponse")}
          text={<Shortcut />}
          icon={<IconRipple size={34} stroke={1.4} />}
        />
      );
    case "cancelled":
      return <Message title={t("explorer.cancelled")} text={t("explorer.cancelledHint")} />;
    case "running":
      return (
        <div className={classes.message} role="status">
          <Loader size="sm" aria-label={t("explorer.waitingAnswer")} />
        </div>
      );
    case "unreachable":
      return (
        <Message
          title={t("errors.OFFLINE")}
          text={t("explorer.unreachable", { endpoint })}
          icon={<IconPlugConnectedX size={34} stroke={1.4} />}
          action={
            <Button size="xs" variant="light" onClick={() => onRun()}>
              {t("common.tryAgain")}
            </Button>
          }
        />
      );
    case "answered":
      return <AnswerView answer={run} />;
    case "live":
      return <LiveView key={run.startedAt} run={run} onRun={onRun} />;
  }
}

function AnswerView({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const { body, explanation } = useMemo(() => takeExplanation(answer.body), [answer.body]);
  const text = useMemo(() => formatJson(body), [body]);
  const [view, setView] = useState<"answer" | "sql">("answer");
  const errors = useMemo(() => countErrors(answer.body), [answer.body]);
  const isFine = answer.status < 400 && errors === 0;
  return (
    <>
      <Group className={classes.bar} gap="xs" wrap="nowrap" role="status">
        <Badge variant="light" color={isFine ? "teal" : answer.status < 400 ? "orange" : "red"}>
          {`${answer.status} ${answer.statusText}`.trim()}
        </Badge>
        <ErrorsBadge count={errors} />
        <Text size="xs" c="dimmed" className={classes.figures}>
          {formatDuration(answer.milliseconds)} · {formatBytes(answer.bytes)}
        </Text>
        {explanation && (
          <SegmentedControl
            size="xs"
            aria-label={t("explorer.view")}
            value={view}
            onChange={(value) => setView(value === "sql" ? "sql" : "answer")}
            data={[
              { value: "answer", label: t("explorer.answer") },
              { value: "sql", label: "SQL" },
            ]}
          />
        )}
        <CopyButton label={t("explorer.copyResponse")} icon={<IconCopy size={17} />} text={() => text} />
      </Group>
      {explanation && view === "sql" ? (
        <ExplanationView explanation={explanation} />
      ) : body === "" ? (
        <Message title={t("explorer.emptyResponse")} text={t("explorer.emptyResponseHint")} />
      ) : (
        <div className={classes.fill}>
          <CodeEditor label={t("explorer.response")} value={text} extensions={language} />
        </div>
      )}
    </>
  );
}

function Shortcut() {
  const [control, enter] = shortcutKeys("Ctrl Enter");
  return (
    <Trans
      i18nKey="explorer.pressToRun"
      components={{ key1: <Kbd size="xs">{control}</Kbd>, key2: <Kbd size="xs">{enter}</Kbd> }}
    />
  );
}

import { json } from "@codemirror/lang-json";
import { Badge, Button, Group, Kbd, Loader, Text } from "@mantine/core";
import { IconCopy, IconPlugConnectedX, IconRipple } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Outcome } from "../api/graphql-request.ts";
import { CodeEditor } from "../code/code-editor.tsx";
import { CopyButton } from "./copy-button.tsx";
import { countErrors } from "./count-errors.ts";
import { ErrorsBadge } from "./errors-badge.tsx";
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
  return (
    <section className={classes.pane} aria-label="Response">
      {run?.kind !== "answered" && run?.kind !== "live" && (
        <Group className={classes.bar}>
          <Text size="xs" c="dimmed">
            Response
          </Text>
        </Group>
      )}
      <Content run={run} endpoint={endpoint} onRun={onRun} />
    </section>
  );
}

function Content({ run, endpoint, onRun }: ResponsePaneProps) {
  switch (run?.kind) {
    case undefined:
      return (
        <Message title="No response yet" text={<Shortcut />} icon={<IconRipple size={34} stroke={1.4} />} />
      );
    case "cancelled":
      return <Message title="Cancelled" text="The request was stopped before an answer came." />;
    case "running":
      return (
        <div className={classes.message} role="status">
          <Loader size="sm" aria-label="Waiting for the answer" />
        </div>
      );
    case "unreachable":
      return (
        <Message
          title="The server can't be reached"
          text={`Nothing answers at ${endpoint}. Is Headwater running?`}
          icon={<IconPlugConnectedX size={34} stroke={1.4} />}
          action={
            <Button size="xs" variant="light" onClick={() => onRun()}>
              Try again
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
  const text = useMemo(() => formatJson(answer.body), [answer.body]);
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
        <CopyButton label="Copy response" icon={<IconCopy size={17} />} text={() => text} />
      </Group>
      {answer.body === "" ? (
        <Message title="Empty response" text="The server answered without a body." />
      ) : (
        <div className={classes.fill}>
          <CodeEditor label="Response" value={text} extensions={language} />
        </div>
      )}
    </>
  );
}

function Shortcut() {
  const [control, enter] = shortcutKeys("Ctrl Enter");
  return (
    <>
      Press <Kbd size="xs">{control}</Kbd> <Kbd size="xs">{enter}</Kbd> to run the operation.
    </>
  );
}

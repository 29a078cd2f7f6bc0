import { Anchor, Button, Collapse, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  RetryMailDocument,
  ServerHealthDocument,
  type ServerHealthQuery,
} from "../../generated/operations.ts";
import { send } from "../api/operation.ts";
import { useSend } from "../api/use-operation.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { Moment } from "../parts/moment.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";
import { byteWords } from "./byte-words.ts";
import classes from "./dashboard.module.css";
import { Panel } from "./panel.tsx";
import { Lines } from "./recent-panel.tsx";

const askedEveryMilliseconds = 20_000;
const healthKey = ["health"];
/** A consumer that is some changes behind is at work; one that is many behind does not get along. */
const manyBehind = 1_000;

/** How the server is, and what it could not do. For admins. */
export function HealthPanels() {
  const { t } = useTranslation();
  const health = useQuery({
    queryKey: healthKey,
    queryFn: ({ signal }) => send(ServerHealthDocument, {}, { signal }),
    refetchInterval: askedEveryMilliseconds,
  });
  if (health.error && !health.data)
    return (
      <Panel title={t("dashboard.system")}>
        <ErrorState error={health.error} onRetry={() => void health.refetch()} />
      </Panel>
    );
  if (!health.data)
    return (
      <Panel title={t("dashboard.system")}>
        <Lines count={8} />
      </Panel>
    );
  const { server, changeConsumers, mails } = health.data;
  return (
    <>
      <ServerPanel server={server} />
      {changeConsumers.length > 0 && <ConsumersPanel consumers={changeConsumers} />}
      {(mails.length > 0 || server.mailsWaiting > 0) && <MailsPanel mails={mails} server={server} />}
    </>
  );
}

type Server = ServerHealthQuery["server"];

function ServerPanel({ server }: { server: Server }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const bytes = (text: string | null) => (text === null ? null : byteWords(Number(text), i18n.language));
  const facts = [
    [t("dashboard.version"), server.version],
    [t("dashboard.stage"), t(`dashboard.stage${server.stage}`)],
    [t("dashboard.database"), server.database],
    [t("dashboard.databaseSize"), bytes(server.databaseBytes)],
    [t("dashboard.memory"), bytes(server.memoryBytes)],
    [t("dashboard.connections"), number.format(server.connections)],
    [t("dashboard.nodes"), server.nodes > 1 ? number.format(server.nodes) : null],
    [t("dashboard.mail"), server.mailConfigured ? t("dashboard.mailOn") : t("dashboard.mailOff")],
  ];
  return (
    <Panel title={t("dashboard.system")}>
      <dl className={classes.facts}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{t("dashboard.started")}</dt>
          <dd>
            <Moment at={server.startedAt} />
          </dd>
        </div>
        {server.modelChangedAt && (
          <div>
            <dt>{t("dashboard.modelChanged")}</dt>
            <dd>
              <Moment at={server.modelChangedAt} />
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

type Consumer = ServerHealthQuery["changeConsumers"][number];

function ConsumersPanel({ consumers }: { consumers: Consumer[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("dashboard.consumers")}>
      <ul className={classes.lines}>
        {consumers.map((consumer) => (
          <ConsumerLine key={consumer.name} consumer={consumer} />
        ))}
      </ul>
    </Panel>
  );
}

function ConsumerLine({ consumer }: { consumer: Consumer }) {
  const { t } = useTranslation();
  const [isOpen, { toggle }] = useDisclosure(false);
  const { name, behind, setAside } = consumer;
  return (
    <li className={classes.block}>
      <div className={classes.line}>
        <span className={classes.main}>{name}</span>
        <span className={classes.state} data-late={(behind ?? 0) >= manyBehind || undefined}>
          {behind === null
            ? t("dashboard.notBegun")
            : behind === 0
              ? t("dashboard.upToDate")
              : t("dashboard.behind", { count: behind })}
        </span>
      </div>
      {setAside.length > 0 && (
        <>
          <Anchor component="button" type="button" size="xs" c="red" aria-expanded={isOpen} onClick={toggle}>
            {t("dashboard.setAside", { count: setAside.length })}
          </Anchor>
          <Collapse expanded={isOpen}>
            <ul className={classes.lines}>
              {setAside.map((change) => (
                <li key={change.position} className={classes.problem}>
                  <Text inherit>{change.error}</Text>
                  <span className={classes.dim}>
                    {t("dashboard.setAsideChange", { position: change.position, count: change.tries })}{" "}
                    <Moment at={change.at} />
                  </span>
                </li>
              ))}
            </ul>
          </Collapse>
        </>
      )}
    </li>
  );
}

type Mail = ServerHealthQuery["mails"][number];

function MailsPanel({ mails, server }: { mails: Mail[]; server: Server }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t("dashboard.mails")}
      aside={
        server.mailsWaiting > 0 && (
          <span className={classes.dim}>{t("dashboard.mailsWaiting", { count: server.mailsWaiting })}</span>
        )
      }
    >
      {mails.length === 0 && <Text c="dimmed">{t("dashboard.mailsFine")}</Text>}
      <ul className={classes.lines}>
        {mails.map((mail) => (
          <MailLine key={mail.id} mail={mail} />
        ))}
      </ul>
      {server.mailsFailed > mails.length && (
        <Text c="dimmed" size="xs">
          {t("dashboard.mailsMore", { count: server.mailsFailed - mails.length })}
        </Text>
      )}
    </Panel>
  );
}

function MailLine({ mail }: { mail: Mail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const retry = useSend(RetryMailDocument);
  const start = () =>
    retry.mutate(
      { id: mail.id },
      {
        onSuccess: () => {
          showDone(t("dashboard.mailRetried"));
          void queries.invalidateQueries({ queryKey: healthKey });
        },
        onError: (error) => showFailure(error, t),
      },
    );
  return (
    <li className={classes.problem}>
      <div className={classes.line}>
        <span className={classes.main}>{mail.to}</span>
        <Button
          size="compact-xs"
          variant="default"
          loading={retry.isPending}
          onClick={start}
          aria-label={t("dashboard.retryMailTo", { to: mail.to })}
        >
          {t("common.tryAgain")}
        </Button>
      </div>
      <Text inherit size="xs">
        {mail.error}
      </Text>
      <span className={classes.dim}>
        {mail.template} · <Moment at={mail.createdAt} />
      </span>
    </li>
  );
}

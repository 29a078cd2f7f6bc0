import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { ActorName } from "../parts/actor-name.tsx";
import { Moment } from "../parts/moment.tsx";
import { RecordLink } from "../parts/record-link.tsx";
import classes from "./dashboard.module.css";
import { type FeedChange, type FeedLine, feedLines } from "./feed.ts";
import { Panel } from "./panel.tsx";
import { Lines } from "./recent-panel.tsx";

const shown = 8;

/** What anybody changed last. */
export function TeamPanel({ team }: { team: FeedChange[] | undefined }) {
  const { t } = useTranslation();
  const lines = feedLines(team ?? []).slice(0, shown);
  return (
    <Panel
      title={t("dashboard.team")}
      aside={
        <Anchor component={Link} to="/history" size="xs">
          {t("dashboard.wholeHistory")}
        </Anchor>
      }
    >
      {!team && <Lines />}
      {team && lines.length === 0 && <Text c="dimmed">{t("dashboard.teamNone")}</Text>}
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line.position} className={classes.line}>
            <span className={classes.main}>
              <ActorName actor={line.actor} size={18} />
              <span>{t(`changes.${line.operation}`)}</span>
              {line.operation !== "MODEL" && <What line={line} />}
            </span>
            <span className={classes.dim}>
              <Moment at={line.at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function What({ line }: { line: FeedLine }) {
  const { t } = useTranslation();
  const collection = useModel().collections.get(line.collection);
  if (line.count === 1) return <RecordLink collection={line.collection} id={line.id} />;
  const label = collection?.pluralLabel ?? line.collection;
  const words = line.isOpen
    ? t("dashboard.manyOrMore", { count: line.count, label })
    : t("dashboard.many", { count: line.count, label });
  if (!collection) return <span>{words}</span>;
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link to="/content/$collection" params={{ collection: line.collection }} {...props} />
      )}
    >
      {words}
    </Anchor>
  );
}

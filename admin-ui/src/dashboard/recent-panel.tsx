import { Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import { Moment } from "../parts/moment.tsx";
import { useRecentEntries } from "../parts/recent-entries.ts";
import { RecordLink } from "../parts/record-link.tsx";
import { useRecordTitles } from "../parts/record-titles.ts";
import classes from "./dashboard.module.css";
import { type FeedChange, type MyEntry, myEntries } from "./feed.ts";
import { Panel } from "./panel.tsx";

const shown = 8;
/** Some of them may be gone. */
const asked = 14;

/** What I opened and changed last. */
export function RecentPanel({ mine }: { mine: FeedChange[] | undefined }) {
  const { t } = useTranslation();
  const model = useModel();
  const visits = useRecentEntries();
  const entries = myEntries(visits, mine ?? [], asked).filter(({ collection }) =>
    model.collections.has(collection),
  );
  const titleOf = useRecordTitles(entries);
  const there = entries.filter(({ collection, id }) => titleOf(collection, id) !== null).slice(0, shown);
  return (
    <Panel title={t("dashboard.recent")}>
      {!mine && there.length === 0 && <Lines />}
      {mine && there.length === 0 && <Text c="dimmed">{t("dashboard.recentNone")}</Text>}
      <ul className={classes.lines}>
        {there.map((entry) => (
          <RecentLine key={`${entry.collection}:${entry.id}`} entry={entry} />
        ))}
      </ul>
    </Panel>
  );
}

function RecentLine({ entry }: { entry: MyEntry }) {
  const { t } = useTranslation();
  const collection = useModel().collections.get(entry.collection);
  return (
    <li className={classes.line}>
      {collection && <CollectionIcon collection={collection} />}
      <span className={classes.main}>
        <RecordLink collection={entry.collection} id={entry.id} lastTitle={entry.title} />
      </span>
      <span className={classes.dim}>
        {t(`dashboard.${entry.how}`)} <Moment at={entry.at} />
      </span>
    </li>
  );
}

/** While lines are on their way. */
export function Lines({ count = 5 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={index} h={14} my={11} />
      ))}
    </div>
  );
}

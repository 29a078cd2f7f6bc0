import { Button, Text } from "@mantine/core";
import { IconHistoryOff } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isAdmin, useSession } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { useChangeLog } from "../parts/change-log.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { Page } from "../parts/page.tsx";
import { useReaderLocale } from "../texts/reader-locale.ts";
import { readAuditFilter, whereOf } from "./audit-filter.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { lastTitles } from "./change-fields.ts";
import { groupChanges } from "./change-groups.ts";
import { ExportMenu } from "./export-menu.tsx";
import classes from "./history.module.css";
import { Older, TimelineLoading } from "./timeline.tsx";
import { TransactionCard } from "./transaction-card.tsx";

const pageSize = 100;

/** Everything that was changed by anybody, as far as the reader may see it. */
export function AuditPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const viewpoint = useViewpoint();
  const seesAll = isAdmin(me) && viewpoint.kind === "self";
  const filter = readAuditFilter(useSearch({ from: "/session/history" }));
  const where = whereOf(filter);
  const log = useChangeLog(where, pageSize);
  return (
    <Page title={t("audit.title")} width={1080} actions={<ExportMenu where={where} />}>
      <AuditFilters filter={filter} changes={log.changes} hasModelChanges={seesAll} />
      {!seesAll && (
        <Text c="dimmed" mb="md">
          {t("audit.onlyReadable")}
        </Text>
      )}
      <Days log={log} isFiltered={Object.keys(where).length > 0} />
    </Page>
  );
}

type Log = ReturnType<typeof useChangeLog>;

function Days({ log, isFiltered }: { log: Log; isFiltered: boolean }) {
  const { t } = useTranslation();
  const locale = useReaderLocale();
  const { model } = useSession();
  if (log.isPending) return <TimelineLoading />;
  if (log.error && log.changes.length === 0)
    return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (log.changes.length === 0) {
    return (
      <EmptyState
        icon={IconHistoryOff}
        title={isFiltered ? t("audit.nothingFound") : t("history.nothing")}
        hint={t("history.nothingHint")}
      />
    );
  }
  const titles = lastTitles(log.changes, model);
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
  return (
    <>
      {groupChanges(log.changes).map(({ day, transactions }) => (
        <section key={day} aria-label={format.format(new Date(day))}>
          <h2 className={classes.day}>{format.format(new Date(day))}</h2>
          {transactions.map((transaction) => (
            <TransactionCard key={transaction.id} transaction={transaction} titles={titles} />
          ))}
        </section>
      ))}
      <SkipTransaction log={log} />
      <Older log={log} isFiltered={false} />
    </>
  );
}

/** An import may be a hundred thousand changes long: what was before it should not be behind a thousand pages. */
function SkipTransaction({ log }: { log: Log }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const last = log.changes.at(-1);
  const page = log.data?.pages.at(-1) ?? [];
  const ofLast = page.filter((change) => change.transaction === last?.transaction).length;
  if (ofLast < pageSize / 2 || !last || !log.hasNextPage) return null;
  return (
    <Text ta="center" mt="md">
      {t("audit.longTransaction")}{" "}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => void navigate({ to: ".", search: (before) => ({ ...before, until: last.at }) })}
      >
        {t("audit.skipTransaction")}
      </Button>
    </Text>
  );
}

import { Button, Select, Text, TextInput } from "@mantine/core";
import { IconHistoryOff } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isAdmin, useSession } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { type Change, useChangeLog } from "../parts/change-log.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { Page } from "../parts/page.tsx";
import { useReaderLocale } from "../texts/reader-locale.ts";
import { type AuditFilter, dayOf, modelChanges, readAuditFilter, whereOf } from "./audit-filter.ts";
import { lastTitles } from "./change-fields.ts";
import { groupChanges } from "./change-groups.ts";
import { ExportMenu } from "./export-menu.tsx";
import classes from "./history.module.css";
import { PersonSelect } from "./person-select.tsx";
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
      <Filters filter={filter} changes={log.changes} hasModelChanges={seesAll} />
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

type FiltersProps = { filter: AuditFilter; changes: Change[]; hasModelChanges: boolean };

function Filters({ filter, changes, hasModelChanges }: FiltersProps) {
  const { t } = useTranslation();
  const { model } = useSession();
  const navigate = useNavigate();
  const choose = (part: AuditFilter) =>
    void navigate({ to: ".", search: { ...filter, ...part }, replace: true });
  const known = [...model.collections.values()]
    .filter((collection) => collection.can.read !== "NONE")
    .map(({ name, label, pluralLabel, singleton }) => ({
      value: name,
      label: singleton ? label : pluralLabel,
    }));
  // Collections that the model has no more.
  const former = [
    ...new Set([...changes.map((change) => change.collection), filter.collection ?? ""]),
  ].filter((name) => name !== "" && name !== modelChanges && !model.collections.has(name));
  const actors = [...new Set(changes.flatMap((change) => change.actor ?? []))];
  const isFiltered = Object.values(filter).some((part) => part !== undefined);
  return (
    <search className={classes.filters} aria-label={t("audit.filters")}>
      <Select
        size="xs"
        w={190}
        clearable
        searchable
        aria-label={t("audit.collection")}
        placeholder={t("audit.allCollections")}
        value={filter.collection ?? null}
        onChange={(value) => choose({ collection: value ?? undefined })}
        data={[
          ...known,
          ...former.map((name) => ({ value: name, label: name })),
          ...(hasModelChanges ? [{ value: modelChanges, label: t("audit.theModel") }] : []),
        ]}
      />
      <PersonSelect value={filter.by} actors={actors} onChange={(by) => choose({ by })} />
      <TextInput
        size="xs"
        type="date"
        leftSection={<span className={classes.inset}>{t("audit.from")}</span>}
        leftSectionWidth={44}
        w={170}
        aria-label={t("audit.fromDay")}
        max={dayOf(filter.until) || undefined}
        value={dayOf(filter.from)}
        onChange={(event) => choose({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        size="xs"
        type="date"
        leftSection={<span className={classes.inset}>{t("audit.until")}</span>}
        leftSectionWidth={44}
        w={170}
        aria-label={t("audit.untilDay")}
        min={dayOf(filter.from) || undefined}
        value={dayOf(filter.until)}
        onChange={(event) => choose({ until: event.currentTarget.value || undefined })}
      />
      {isFiltered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => void navigate({ to: ".", search: {}, replace: true })}
        >
          {t("common.clear")}
        </Button>
      )}
    </search>
  );
}

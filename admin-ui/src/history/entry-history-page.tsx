import { ActionIcon, Select } from "@mantine/core";
import { IconArrowLeft, IconHistoryOff } from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { useActorNames } from "../parts/actor-name.tsx";
import { type Change, useChangeLog } from "../parts/change-log.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Page } from "../parts/page.tsx";
import { useRecordTitle } from "../parts/record-titles.ts";
import { loggedTitle, shownFields } from "./change-fields.ts";
import { nobody, personOf, readTextParts } from "./search-parts.ts";
import { Timeline } from "./timeline.tsx";

const pageSize = 30;

/** Everything that was done to one record, the newest first. */
export function EntryHistoryPage() {
  const { t } = useTranslation();
  const { collection: name, id } = useParams({ from: "/session/content/$collection/$id/history" });
  const collection = useModel().collections.get(name);
  const known = useRecordTitle(name, id);
  const log = useChangeLog({ collection: name, id }, pageSize);
  const lastTitle = log.changes.map((change) => loggedTitle(change, collection)).find(Boolean);
  const title = known ?? lastTitle ?? (known === null && collection ? collection.label : id);
  const back =
    known === null || !collection || collection.singleton
      ? ({ to: "/content/$collection", params: { collection: name } } as const)
      : ({ to: "/content/$collection/$id", params: { collection: name, id } } as const);
  const search = useSearch({ from: "/session/content/$collection/$id/history" });
  const { field, by } = readTextParts(search, ["field", "by"]);
  const isShown = (change: Change) =>
    (by === undefined || personOf(change.actor) === by) &&
    (field === undefined || change.fields.some((changed) => changed.name === field));

  return (
    <Page
      title={t("history.of", { title })}
      width={980}
      before={
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("history.back")}
          renderRoot={(props) => <Link {...back} {...props} />}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
      }
      actions={<Filters changes={log.changes} collectionName={name} field={field} by={by} />}
    >
      <Timeline
        log={log}
        collection={collection}
        changes={log.changes.filter(isShown)}
        only={field}
        isFiltered={field !== undefined || by !== undefined}
        nothing={
          <EmptyState
            icon={IconHistoryOff}
            title={known === null ? t("errors.NOT_FOUND") : t("history.nothing")}
            hint={known === null ? t("audit.onlyReadable") : t("history.nothingHint")}
          />
        }
      />
    </Page>
  );
}

type FiltersProps = {
  changes: Change[];
  collectionName: string;
  field: string | undefined;
  by: string | undefined;
};

/** Chooses among the fields and people of the changes that were read. */
function Filters({ changes, collectionName, field, by }: FiltersProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const collection = useModel().collections.get(collectionName);
  const people = [...new Set([...changes.map((change) => personOf(change.actor)), ...(by ? [by] : [])])];
  const nameOf = useActorNames(people.filter((person) => person !== nobody));
  const names = new Set([
    ...changes.flatMap((change) => shownFields(change, collection).map((changed) => changed.name)),
    ...(field ? [field] : []),
  ]);
  const choose = (part: { field?: string | undefined; by?: string | undefined }) =>
    void navigate({ to: ".", search: { field, by, ...part }, replace: true });
  return (
    <>
      <Select
        size="xs"
        w={180}
        clearable
        searchable
        aria-label={t("history.byField")}
        placeholder={t("history.allFields")}
        value={field ?? null}
        onChange={(value) => choose({ field: value ?? undefined })}
        data={[...names].map((value) => ({
          value,
          label: collection?.fields.find((it) => it.name === value)?.label ?? value,
        }))}
      />
      <Select
        size="xs"
        w={180}
        clearable
        searchable
        aria-label={t("history.byPerson")}
        placeholder={t("history.everybody")}
        value={by ?? null}
        onChange={(value) => choose({ by: value ?? undefined })}
        data={people.map((value) => ({ value, label: nameOf(value === nobody ? null : value) }))}
      />
    </>
  );
}

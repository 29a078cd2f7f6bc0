import { Button, Select, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSession } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import type { Change } from "../parts/change-log.ts";
import { type AuditFilter, auditedOperations, dayOf, modelChanges, readOperation } from "./audit-filter.ts";
import classes from "./history.module.css";
import { PersonSelect } from "./person-select.tsx";

type Props = { filter: AuditFilter; changes: Change[]; hasModelChanges: boolean };

/** Chooses which changes the audit shows. */
export function AuditFilters({ filter, changes, hasModelChanges }: Props) {
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
  const chosen = filter.collection === undefined ? undefined : model.collections.get(filter.collection);
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
        onChange={(value) => choose({ collection: value ?? undefined, field: undefined })}
        data={[
          ...known,
          ...former.map((name) => ({ value: name, label: name })),
          ...(hasModelChanges ? [{ value: modelChanges, label: t("audit.theModel") }] : []),
        ]}
      />
      {chosen && (
        <Select
          size="xs"
          w={170}
          clearable
          searchable
          aria-label={t("history.byField")}
          placeholder={t("history.allFields")}
          value={filter.field ?? null}
          onChange={(value) => choose({ field: value ?? undefined })}
          data={fieldsOf(chosen, filter.field)}
        />
      )}
      <Select
        size="xs"
        w={150}
        clearable
        aria-label={t("audit.operation")}
        placeholder={t("audit.allOperations")}
        value={filter.operation ?? null}
        onChange={(value) => choose({ operation: readOperation(value) })}
        data={auditedOperations.map((value) => ({ value, label: t(`audit.operations.${value}`) }))}
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

/** The collection's fields, and the one that is asked for whether it is still there or not. */
function fieldsOf(collection: Collection, asked: string | undefined) {
  const known = collection.fields.map(({ name, label }) => ({ value: name, label }));
  const isFormer = asked !== undefined && !known.some(({ value }) => value === asked);
  return isFormer ? [...known, { value: asked, label: asked }] : known;
}

import { Anchor, Code, CopyButton, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { kindOf } from "../fields/registry.ts";
import type { Collection } from "../model/model.ts";
import { Moment } from "../parts/moment.tsx";
import classes from "./entry.module.css";
import { nameOfUser } from "./entry-record.ts";

type Props = { collection: Collection; record: Record<string, unknown> | null; recordId: string | null };

/** What Headwater itself notes about a record, and where else to look at it. */
export function EntrySide({ collection, record, recordId }: Props) {
  const { t } = useTranslation();
  const model = useModel();
  const shownAbove = ["id", "createdAt", "createdBy", "updatedAt", "updatedBy", "version"];
  const others = collection.fields.filter(
    (field) =>
      field.builtIn && !shownAbove.includes(field.name) && record && Object.hasOwn(record, field.name),
  );
  return (
    <Stack component="aside" gap="md" className={classes.side} aria-label={t("entry.about")}>
      {collection.description && (
        <Text size="sm" c="dimmed">
          {collection.description}
        </Text>
      )}
      {record === null && (
        <Text size="sm" c="dimmed">
          {t("entry.notStored")}
        </Text>
      )}
      {record && (
        <dl className={classes.facts}>
          <Fact name={t("entry.id")}>{recordId && <CopiedId id={recordId} />}</Fact>
          {others.map((field) => {
            const { Cell } = kindOf(field);
            const value = record[field.name] ?? null;
            return (
              <Fact key={field.name} name={field.label}>
                {value === null ? "–" : <Cell field={field} value={value} model={model} />}
              </Fact>
            );
          })}
          <Event name={t("entry.created")} at={record.createdAt} by={record.createdBy} />
          <Event name={t("entry.updated")} at={record.updatedAt} by={record.updatedBy} />
          {typeof record.version === "number" && <Fact name={t("entry.version")}>{record.version}</Fact>}
        </dl>
      )}
      <Stack gap={0}>
        {recordId && (
          <Anchor
            size="sm"
            py={3}
            component={Link}
            to="/content/$collection/$id/history"
            params={{ collection: collection.name, id: recordId } as never}
          >
            {t("entry.history")}
          </Anchor>
        )}
        {!collection.singleton && (
          <Anchor
            size="sm"
            py={3}
            component={Link}
            to="/content/$collection"
            activeOptions={{ exact: true }}
            params={{ collection: collection.name } as never}
          >
            {t("entry.openList", { label: collection.pluralLabel })}
          </Anchor>
        )}
      </Stack>
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Event({ name, at, by }: { name: string; at: unknown; by: unknown }) {
  if (typeof at !== "string") return null;
  const who = nameOfUser(by);
  return (
    <Fact name={name}>
      <Moment at={at} />
      {who && (
        <Text c="dimmed" size="xs">
          {who}
        </Text>
      )}
    </Fact>
  );
}

function CopiedId({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <UnstyledButton onClick={copy} aria-label={copied ? t("common.copied") : t("entry.copyId", { id })}>
          <Code>{id}</Code> {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

import { ActionIcon, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight, IconHistory } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, useId } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { ActorName } from "../parts/actor-name.tsx";
import type { Change } from "../parts/change-log.ts";
import { CollectionIcon } from "../parts/collection-icon.tsx";
import { Moment } from "../parts/moment.tsx";
import { RecordLink } from "../parts/record-link.tsx";
import { fieldWords } from "./change-fields.ts";
import type { Transaction } from "./change-groups.ts";
import { FieldList } from "./field-list.tsx";
import classes from "./history.module.css";
import { ValueView } from "./value-view.tsx";

const shownAtFirst = 5;

/** Titles of records as changes tell them, by `Collection:id`: for those that are gone. */
export type LastTitles = Map<string, string>;

/** What one person changed at once: on one line if it is one record. */
export function TransactionCard({ transaction, titles }: { transaction: Transaction; titles: LastTitles }) {
  const { t } = useTranslation();
  const [isOpen, open] = useDisclosure(false);
  const { changes } = transaction;
  const [first] = changes;
  if (!first) return null;
  const isSingle = changes.length === 1;
  const shown = isOpen || changes.length <= shownAtFirst + 1 ? changes : changes.slice(0, shownAtFirst);
  return (
    <article className={`${classes.card} ${classes.group}`}>
      {!isSingle && (
        <div className={classes.cardHead}>
          <ActorName actor={first.actor} />
          <span className={classes.spacer} />
          <span className={classes.place}>{t("audit.changes", { count: changes.length })}</span>
          <span className={classes.place}>
            <Moment at={first.at} />
          </span>
        </div>
      )}
      <ul className={classes.rows} data-single={isSingle || undefined}>
        {shown.map((change) => (
          <ChangeRow
            key={change.position}
            change={change}
            isAlone={isSingle}
            title={titles.get(`${change.collection}:${change.id}`)}
          />
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button variant="subtle" size="compact-xs" m={6} onClick={open.open}>
          {t("audit.moreChanges", { count: changes.length - shown.length })}
        </Button>
      )}
    </article>
  );
}

type RowProps = { change: Change; isAlone: boolean; title: string | undefined };

const ChangeRow = memo(function ChangeRow({ change, isAlone, title }: RowProps) {
  const { t } = useTranslation();
  const id = useId();
  const [isOpen, { toggle }] = useDisclosure(false);
  const isModel = change.operation === "MODEL";
  return (
    <li>
      <div className={classes.row}>
        <div className={classes.rowMain}>
          {isAlone && <ActorName actor={change.actor} />}
          <span className={classes.operation} data-operation={change.operation}>
            {t(`changes.${change.operation}`)}
          </span>
          {isModel ? (
            <span>{t("audit.modelVersion", { version: change.id })}</span>
          ) : (
            <What change={change} title={title} />
          )}
        </div>
        {isAlone && (
          <span className={classes.place}>
            <Moment at={change.at} />
          </span>
        )}
        {!isModel && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("audit.historyOf", { title: title ?? change.id })}
            renderRoot={(props) => (
              <Link
                to="/content/$collection/$id/history"
                params={{ collection: change.collection, id: change.id }}
                {...props}
              />
            )}
          >
            <IconHistory size={16} />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={t("audit.differences")}
          onClick={toggle}
        >
          {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
        </ActionIcon>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && (isModel ? <ModelSteps change={change} /> : <Differences change={change} />)}
      </div>
    </li>
  );
});

/** The record, and which of its fields were changed. */
function What({ change, title }: { change: Change; title: string | undefined }) {
  const { t } = useTranslation();
  const collection = useModel().collections.get(change.collection);
  const { labels, more } = fieldWords(change, collection);
  return (
    <>
      <span className={classes.kind}>
        {collection && <CollectionIcon collection={collection} />}
        {collection?.label ?? change.collection}
      </span>
      <RecordLink collection={change.collection} id={change.id} lastTitle={title} />
      {change.operation === "UPDATE" && labels.length > 0 && (
        <Text span inherit c="dimmed">
          {labels.join(", ")}
          {more > 0 && ` ${t("audit.andMore", { count: more })}`}
        </Text>
      )}
    </>
  );
}

function Differences({ change }: { change: Change }) {
  const { t } = useTranslation();
  const collection = useModel().collections.get(change.collection);
  return (
    <>
      <FieldList change={change} collection={collection} />
      <div className={classes.foot}>
        {change.version !== null && <span>{t("history.version", { version: change.version })}</span>}
        {change.requestId && <span>{t("audit.request", { id: change.requestId })}</span>}
      </div>
    </>
  );
}

/** What was done to the tables. */
function ModelSteps({ change }: { change: Change }) {
  const steps = change.fields.find((field) => field.name === "steps")?.after;
  if (!Array.isArray(steps)) return <ValueView field={undefined} value={change.fields} />;
  return (
    <ul className={classes.steps}>
      {steps.map((step) => (
        <li key={String(step)}>{String(step)}</li>
      ))}
    </ul>
  );
}

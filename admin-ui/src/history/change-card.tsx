import { ActionIcon, Badge, Menu } from "@mantine/core";
import { IconDotsVertical, IconRestore } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Collection } from "../model/model.ts";
import { ActorName } from "../parts/actor-name.tsx";
import type { Change } from "../parts/change-log.ts";
import { Moment } from "../parts/moment.tsx";
import { FieldList, type RestoreRequest } from "./field-list.tsx";
import classes from "./history.module.css";

type Props = {
  change: Change;
  collection: Collection | undefined;
  /** The record's newest change. */
  isNewest: boolean;
  only?: string | undefined;
  onRestore?: ((request: RestoreRequest) => void) | undefined;
};

/**
 * One change of a record: who, when, and what it did to each field. There may be hundreds of them: those that are
 * there are not drawn anew when more come.
 */
export const ChangeCard = memo(function ChangeCard(props: Props) {
  const { change, collection, isNewest, only, onRestore } = props;
  const { t } = useTranslation();
  const request = (side: "before" | "after") => onRestore?.({ change, side, field: null });
  const actions =
    change.operation === "DELETE"
      ? isNewest && [{ label: t("history.recreate"), run: () => request("before") }]
      : [
          ...(isNewest ? [] : [{ label: t("history.restoreVersion"), run: () => request("after") }]),
          ...(change.operation === "UPDATE"
            ? [{ label: t("history.restoreAllBefore"), run: () => request("before") }]
            : []),
        ];
  return (
    <article className={classes.card}>
      <div className={classes.cardHead}>
        <ActorName actor={change.actor} />
        <span>{t(`changes.${change.operation}`)}</span>
        <span className={classes.place}>
          <Moment at={change.at} />
        </span>
        <span className={classes.spacer} />
        {isNewest && change.operation !== "DELETE" && <Badge variant="light">{t("history.current")}</Badge>}
        {change.version !== null && (
          <span className={classes.place}>{t("history.version", { version: change.version })}</span>
        )}
        {onRestore && actions && actions.length > 0 && (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t("history.actions")}>
                <IconDotsVertical size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {actions.map(({ label, run }) => (
                <Menu.Item key={label} leftSection={<IconRestore size={16} />} onClick={run}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <FieldList change={change} collection={collection} only={only} isFolded onRestore={onRestore} />
    </article>
  );
});

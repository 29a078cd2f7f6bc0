import { Badge } from "@mantine/core";
import { IconArrowsMoveVertical, IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../api/json-object.ts";
import { useModel } from "../api/use-model.ts";
import type { Field } from "../model/model.ts";
import { blockResemblance } from "./block-resemblance.ts";
import classes from "./history.module.css";
import { type ItemChange, itemDiff } from "./item-diff.ts";
import { componentOf } from "./logged-value.ts";
import { ComponentDiff } from "./value-diff.tsx";
import { OneValue } from "./value-view.tsx";

type Props = {
  /** The field of one item. */
  field: Field;
  before: unknown[];
  after: unknown[];
};

/** Two versions of a list, item by item: what was added, removed, moved and changed. */
export function ItemsDiff({ field, before, after }: Props) {
  const isTall = field.kind === "COMPONENT" || field.kind === "BLOCKS";
  const typed = (items: unknown[]) =>
    items.map((item) => (isRecord(item) ? { __typename: componentOf(item, field), ...item } : item));
  const changes = isTall
    ? itemDiff(typed(before), typed(after), blockResemblance)
    : itemDiff(before, after, () => 0);
  return isTall ? <Blocks field={field} changes={changes} /> : <Chips field={field} changes={changes} />;
}

/** Short values: one beside the other. */
function Chips({ field, changes }: { field: Field; changes: ItemChange[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.chips}>
      {changes.map((change, index) => {
        const value = <OneValue field={field} value={change.value} />;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the places are what this is about
          <li key={index} className={classes.chip} data-kind={change.kind}>
            {change.kind === "added" && <ins className={classes.plain}>{value}</ins>}
            {change.kind === "removed" && <del className={classes.struck}>{value}</del>}
            {change.kind === "moved" && (
              <IconArrowsMoveVertical size={12} role="img" aria-label={t("history.moved")} />
            )}
            {(change.kind === "same" || change.kind === "moved") && value}
          </li>
        );
      })}
    </ul>
  );
}

/** Components: one below the other, with those that stayed counted. */
function Blocks({ field, changes }: { field: Field; changes: ItemChange[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.blocks}>
      {withRuns(changes).map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places are what this is about
        <li key={index}>
          {entry.kind === "run" ? (
            <span className={classes.run}>{t("history.unchanged", { count: entry.count })}</span>
          ) : (
            <Block field={field} change={entry} />
          )}
        </li>
      ))}
    </ol>
  );
}

const icons = { added: IconPlus, removed: IconMinus, moved: IconArrowsMoveVertical, changed: IconPencil };

const itemWords = {
  added: "history.itemAdded",
  changed: "history.itemChanged",
  moved: "history.itemMoved",
  removed: "history.itemRemoved",
} as const;

function Block({ field, change }: { field: Field; change: Exclude<ItemChange, { kind: "same" }> }) {
  const { t } = useTranslation();
  const model = useModel();
  const typeName = componentOf(change.value, field) ?? field.type;
  const label = model.components.get(typeName)?.label ?? typeName;
  const Icon = icons[change.kind];
  const place = "to" in change ? change.to : change.from;
  return (
    <div className={classes.block} data-kind={change.kind}>
      <div className={classes.blockHead}>
        <Icon size={14} aria-hidden="true" />
        <strong>{label}</strong>
        <Badge size="sm" variant="default">
          {t(itemWords[change.kind])}
        </Badge>
        {"from" in change && "to" in change && (change.kind === "moved" || change.isMoved) && (
          <span className={classes.place}>
            {t("history.movedFromTo", { from: change.from + 1, to: change.to + 1 })}
          </span>
        )}
        {(change.kind === "added" || change.kind === "removed") && (
          <span className={classes.place}>{t("history.place", { place: place + 1 })}</span>
        )}
      </div>
      {change.kind === "changed" && isRecord(change.before) && isRecord(change.value) ? (
        <ComponentDiff typeName={typeName} before={change.before} after={change.value} />
      ) : (
        change.kind !== "moved" && <OneValue field={field} value={change.value} isNamed />
      )}
    </div>
  );
}

type Run = { kind: "run"; count: number };

/** Items that stayed, one after the other, taken together. */
function withRuns(changes: ItemChange[]): (Exclude<ItemChange, { kind: "same" }> | Run)[] {
  const result: (Exclude<ItemChange, { kind: "same" }> | Run)[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (change.kind !== "same") result.push(change);
    else if (last?.kind === "run") last.count += 1;
    else result.push({ kind: "run", count: 1 });
  }
  return result;
}

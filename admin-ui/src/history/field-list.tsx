import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Collection, isWritable } from "../model/model.ts";
import type { Change, ChangedField } from "../parts/change-log.ts";
import { shownFields } from "./change-fields.ts";
import classes from "./history.module.css";
import { ValueDiff } from "./value-diff.tsx";
import { ValueView } from "./value-view.tsx";

/** What is to be set back: one field or all of them, to what they were before a change, or right after it. */
export type RestoreRequest = { change: Change; side: "before" | "after"; field: string | null };

type Props = {
  change: Change;
  /** Undefined when the model has it no more. */
  collection: Collection | undefined;
  /** Only this field, if it is named. */
  only?: string | undefined;
  /** Whether many fields of a record that was made or deleted are hidden at first. */
  isFolded?: boolean;
  onRestore?: ((request: RestoreRequest) => void) | undefined;
};

const shownWhenFolded = 4;

/** The fields that a change is of, each with what it was and what it became. */
export function FieldList({ change, collection, only, isFolded = false, onRestore }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const fields = shownFields(change, collection, only);
  const canFold = isFolded && change.operation !== "UPDATE" && fields.length > shownWhenFolded + 1;
  const shown = canFold && !isOpen ? fields.slice(0, shownWhenFolded) : fields;
  if (fields.length === 0) return null;
  return (
    <>
      <dl className={classes.fields}>
        {shown.map((changed) => (
          <FieldRow
            key={changed.name}
            changed={changed}
            change={change}
            collection={collection}
            onRestore={onRestore}
          />
        ))}
      </dl>
      {canFold && (
        <Button
          variant="subtle"
          size="compact-xs"
          m={6}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen
            ? t("history.showLess")
            : t("history.moreFields", { count: fields.length - shownWhenFolded })}
        </Button>
      )}
    </>
  );
}

type RowProps = Pick<Props, "change" | "collection" | "onRestore"> & { changed: ChangedField };

function FieldRow({ changed, change, collection, onRestore }: RowProps) {
  const field = collection?.fields.find((it) => it.name === changed.name);
  const label = field?.label ?? changed.name;
  const canRestore = onRestore && field && isWritable(field, "update") && change.operation === "UPDATE";
  return (
    <div className={classes.field}>
      <dt>{label}</dt>
      <dd>
        <div className={classes.value}>
          {change.operation === "UPDATE" ? (
            <ValueDiff field={field} before={changed.before} after={changed.after} />
          ) : (
            <ValueView field={field} value={changed.after ?? changed.before} />
          )}
        </div>
        {canRestore && (
          <RestoreMenu label={label} onChoose={(side) => onRestore({ change, side, field: changed.name })} />
        )}
      </dd>
    </div>
  );
}

function RestoreMenu({ label, onChoose }: { label: string; onChoose: (side: "before" | "after") => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("history.restoreField", { label })}>
          <IconRestore size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose("before")}>{t("history.restoreBefore")}</Menu.Item>
        <Menu.Item onClick={() => onChoose("after")}>{t("history.restoreAfter")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, CloseButton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./explorer.module.css";
import { operationTitle } from "./operations.ts";
import type { Draft } from "./workspace.ts";

type DraftTabsProps = {
  drafts: readonly Draft[];
  currentId: string;
  /** The text of a tab that nobody has typed into yet. */
  example: string;
  onSelect: (id: string) => void;
  onClose: (id: string) => void;
  onAdd: () => void;
};

/** The open operations. */
export function DraftTabs({ drafts, currentId, example, onSelect, onClose, onAdd }: DraftTabsProps) {
  const { t } = useTranslation();
  return (
    <nav className={classes.tabs} aria-label={t("explorer.openOperations")}>
      {drafts.map((draft) => {
        const title = operationTitle(draft.operation ?? example) ?? t("explorer.newOperation");
        return (
          <div key={draft.id} className={classes.tab} data-current={draft.id === currentId || undefined}>
            <UnstyledButton
              className={classes.tabName}
              aria-current={draft.id === currentId ? "true" : undefined}
              onClick={() => onSelect(draft.id)}
            >
              {title}
            </UnstyledButton>
            {drafts.length > 1 && (
              <CloseButton
                size="xs"
                aria-label={t("explorer.closePane", { title })}
                onClick={() => onClose(draft.id)}
              />
            )}
          </div>
        );
      })}
      <Tooltip label={t("explorer.newTab")}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("explorer.newTab")} onClick={onAdd}>
          <IconPlus size={16} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

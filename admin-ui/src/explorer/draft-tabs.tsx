import { ActionIcon, CloseButton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
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
  return (
    <nav className={classes.tabs} aria-label="Open operations">
      {drafts.map((draft) => {
        const title = operationTitle(draft.operation ?? example) ?? "New operation";
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
              <CloseButton size="xs" aria-label={`Close ${title}`} onClick={() => onClose(draft.id)} />
            )}
          </div>
        );
      })}
      <Tooltip label="New tab">
        <ActionIcon variant="subtle" color="gray" aria-label="New tab" onClick={onAdd}>
          <IconPlus size={16} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

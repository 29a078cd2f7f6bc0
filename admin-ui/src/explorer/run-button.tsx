import { Button, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconPlayerPlayFilled, IconPlayerStopFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Operation } from "./operations.ts";

type RunButtonProps = {
  operations: readonly Operation[];
  isRunning: boolean;
  /** Runs the operation that was picked, else the one at the cursor. */
  onRun: (operation?: Operation) => void;
  onCancel: () => void;
};

/** Runs the document. With several operations in it, a second button lets one be picked. */
export function RunButton({ operations, isRunning, onRun, onCancel }: RunButtonProps) {
  const { t } = useTranslation();
  if (isRunning) {
    return (
      <Button
        size="compact-sm"
        color="red"
        leftSection={<IconPlayerStopFilled size={13} />}
        onClick={onCancel}
      >
        {t("explorer.stop")}
      </Button>
    );
  }
  return (
    <Button.Group>
      <Tooltip label={`${t("explorer.run")} (Ctrl+Enter)`}>
        <Button size="compact-sm" leftSection={<IconPlayerPlayFilled size={13} />} onClick={() => onRun()}>
          {t("explorer.run")}
        </Button>
      </Tooltip>
      {operations.length > 1 && (
        <Menu position="bottom-start" shadow="md">
          <Menu.Target>
            <Button size="compact-sm" px={5} aria-label={t("explorer.pickOperation")}>
              <IconChevronDown size={15} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {operations.map((operation) => (
              <Menu.Item key={operation.from} onClick={() => onRun(operation)}>
                {operation.kind} {operation.name ?? t("explorer.unnamed")}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  );
}

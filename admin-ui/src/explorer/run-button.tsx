import { Button, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconPlayerPlayFilled, IconPlayerStopFilled } from "@tabler/icons-react";
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
  if (isRunning) {
    return (
      <Button
        size="compact-sm"
        color="red"
        leftSection={<IconPlayerStopFilled size={13} />}
        onClick={onCancel}
      >
        Stop
      </Button>
    );
  }
  return (
    <Button.Group>
      <Tooltip label="Run (Ctrl+Enter)">
        <Button size="compact-sm" leftSection={<IconPlayerPlayFilled size={13} />} onClick={() => onRun()}>
          Run
        </Button>
      </Tooltip>
      {operations.length > 1 && (
        <Menu position="bottom-start" shadow="md">
          <Menu.Target>
            <Button size="compact-sm" px={5} aria-label="Pick the operation to run">
              <IconChevronDown size={15} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {operations.map((operation) => (
              <Menu.Item key={operation.from} onClick={() => onRun(operation)}>
                {operation.kind} {operation.name ?? "(unnamed)"}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  );
}

import { ActionIcon, Kbd, Popover, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Fragment } from "react";
import classes from "./explorer.module.css";
import { shortcutKeys } from "./shortcut-keys.ts";

const shortcuts = [
  { keys: "Ctrl Enter", does: "Run the operation at the cursor" },
  { keys: "Ctrl Space", does: "Suggest what can stand at the cursor" },
  { keys: "Shift Alt F", does: "Format" },
  { keys: "Ctrl Click", does: "Show a field in the docs" },
  { keys: "Ctrl /", does: "Comment or uncomment lines" },
  { keys: "Ctrl F", does: "Search in an editor" },
];

/** Lists the keys that the editors understand. */
export function ShortcutsHelp() {
  return (
    <Popover position="bottom-end" shadow="md">
      <Popover.Target>
        <Tooltip label="Keyboard shortcuts">
          <ActionIcon variant="subtle" color="gray" aria-label="Keyboard shortcuts">
            <IconKeyboard size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.shortcuts}>
          {shortcuts.map(({ keys, does }) => (
            <Fragment key={keys}>
              <span>{does}</span>
              <span>
                {shortcutKeys(keys).map((key) => (
                  <Fragment key={key}>
                    <Kbd size="xs">{key}</Kbd>{" "}
                  </Fragment>
                ))}
              </span>
            </Fragment>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

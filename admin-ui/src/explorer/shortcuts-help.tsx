import { ActionIcon, Kbd, Popover, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import classes from "./explorer.module.css";
import { shortcutKeys } from "./shortcut-keys.ts";

const shortcuts = [
  { keys: "Ctrl Enter", does: "doesRun" },
  { keys: "Ctrl Space", does: "doesSuggest" },
  { keys: "Shift Alt F", does: "format" },
  { keys: "Ctrl Click", does: "doesShow" },
  { keys: "Ctrl /", does: "doesComment" },
  { keys: "Ctrl F", does: "doesSearch" },
] as const;

/** Lists the keys that the editors understand. */
export function ShortcutsHelp() {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" shadow="md">
      <Popover.Target>
        <Tooltip label={t("explorer.shortcuts")}>
          <ActionIcon variant="subtle" color="gray" aria-label={t("explorer.shortcuts")}>
            <IconKeyboard size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.shortcuts}>
          {shortcuts.map(({ keys, does }) => (
            <Fragment key={keys}>
              <span>{t(`explorer.${does}`)}</span>
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

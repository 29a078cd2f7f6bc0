import { ActionIcon, Tooltip } from "@mantine/core";
import { IconTerminal2, IconWand } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./copy-button.tsx";
import classes from "./explorer.module.css";

type RequestBarProps = { tabs: ReactNode; runButton: ReactNode; onFormat: () => void; curl: () => string };

/** The open operations, and what can be done with the one that is shown. */
export function RequestBar({ tabs, runButton, onFormat, curl }: RequestBarProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.requestBar}>
      {tabs}
      <Tooltip label={`${t("explorer.format")} (Shift+Alt+F)`}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("explorer.format")} onClick={onFormat}>
          <IconWand size={17} />
        </ActionIcon>
      </Tooltip>
      <CopyButton label={t("explorer.copyCurl")} icon={<IconTerminal2 size={18} />} text={curl} />
      {runButton}
    </div>
  );
}

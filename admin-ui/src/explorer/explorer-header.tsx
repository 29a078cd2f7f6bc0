import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconBook2, IconBookmark, IconHistory, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import favicon from "../favicon.svg";
import { ColorSchemeMenu } from "./color-scheme-menu.tsx";
import classes from "./explorer.module.css";
import type { ExplorerFrame } from "./explorer.tsx";
import { ShortcutsHelp } from "./shortcuts-help.tsx";

/** Which pane stands beside the editors, if any. */
export type Side = "docs" | "history" | "saved" | null;

type ExplorerHeaderProps = {
  side: Side;
  onSide: (side: Side) => void;
  isReadingSchema: boolean;
  onReadSchema: () => void;
  frame?: ExplorerFrame | undefined;
};

const sides = [
  { value: "docs", label: "docs", Icon: IconBook2 },
  { value: "history", label: "history", Icon: IconHistory },
  { value: "saved", label: "savedOperations", Icon: IconBookmark },
] as const;

export function ExplorerHeader({ side, onSide, isReadingSchema, onReadSchema, frame }: ExplorerHeaderProps) {
  const { t } = useTranslation();
  const offered = sides.filter(({ value }) => value !== "saved" || frame);
  return (
    <header className={classes.header}>
      {frame ? (
        <h1 className={classes.brand}>{t("explorer.title")}</h1>
      ) : (
        <h1 className={classes.brand}>
          <img src={favicon} alt="" width={22} height={22} />
          Headwater <span>{t("explorer.title")}</span>
        </h1>
      )}
      {offered.map(({ value, label, Icon }) => (
        <Button
          key={value}
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={classes.sideButton}
          leftSection={<Icon size={16} />}
          aria-pressed={side === value}
          onClick={() => onSide(side === value ? null : value)}
        >
          {t(`explorer.${label}`)}
        </Button>
      ))}
      <div className={classes.spacer} />
      {frame?.controls}
      <Tooltip label={t("explorer.readSchema")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("explorer.readSchema")}
          loading={isReadingSchema}
          onClick={onReadSchema}
        >
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
      <ShortcutsHelp />
      {!frame && <ColorSchemeMenu />}
    </header>
  );
}

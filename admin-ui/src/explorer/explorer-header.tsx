import { ActionIcon, Tooltip } from "@mantine/core";
import { IconBook2, IconHistory, IconRefresh, IconTerminal2, IconWand } from "@tabler/icons-react";
import type { ReactNode } from "react";
import favicon from "../favicon.svg";
import { ColorSchemeMenu } from "./color-scheme-menu.tsx";
import { CopyButton } from "./copy-button.tsx";
import classes from "./explorer.module.css";
import { ShortcutsHelp } from "./shortcuts-help.tsx";

/** Which pane stands beside the editors, if any. */
export type Side = "docs" | "history" | null;

type ExplorerHeaderProps = {
  side: Side;
  onSide: (side: Side) => void;
  runButton: ReactNode;
  onFormat: () => void;
  curl: () => string | null;
  isReadingSchema: boolean;
  onReadSchema: () => void;
};

export function ExplorerHeader(props: ExplorerHeaderProps) {
  const { side, onSide, runButton, onFormat, curl, isReadingSchema, onReadSchema } = props;
  const toggle = (pane: Side) => onSide(side === pane ? null : pane);
  return (
    <header className={classes.header}>
      <h1 className={classes.brand}>
        <img src={favicon} alt="" width={22} height={22} />
        Headwater <span>API explorer</span>
      </h1>
      <HeaderButton label="Docs" isPressed={side === "docs"} onClick={() => toggle("docs")}>
        <IconBook2 size={18} />
      </HeaderButton>
      <HeaderButton label="History" isPressed={side === "history"} onClick={() => toggle("history")}>
        <IconHistory size={18} />
      </HeaderButton>
      <div className={classes.spacer} />
      {runButton}
      <HeaderButton label="Format (Shift+Alt+F)" onClick={onFormat}>
        <IconWand size={18} />
      </HeaderButton>
      <CopyButton label="Copy as curl" icon={<IconTerminal2 size={18} />} text={curl} />
      <HeaderButton label="Read the schema again" isBusy={isReadingSchema} onClick={onReadSchema}>
        <IconRefresh size={18} />
      </HeaderButton>
      <ShortcutsHelp />
      <ColorSchemeMenu />
    </header>
  );
}

type HeaderButtonProps = {
  label: string;
  isPressed?: boolean;
  isBusy?: boolean;
  onClick: () => void;
  children: ReactNode;
};

function HeaderButton({ label, isPressed, isBusy, onClick, children }: HeaderButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={isPressed ? "light" : "subtle"}
        color={isPressed ? undefined : "gray"}
        aria-label={label}
        aria-pressed={isPressed}
        loading={isBusy}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

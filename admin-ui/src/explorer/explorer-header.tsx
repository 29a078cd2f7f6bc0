import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconBook2, IconHistory, IconRefresh } from "@tabler/icons-react";
import favicon from "../favicon.svg";
import { ColorSchemeMenu } from "./color-scheme-menu.tsx";
import classes from "./explorer.module.css";
import { ShortcutsHelp } from "./shortcuts-help.tsx";

/** Which pane stands beside the editors, if any. */
export type Side = "docs" | "history" | null;

type ExplorerHeaderProps = {
  side: Side;
  onSide: (side: Side) => void;
  isReadingSchema: boolean;
  onReadSchema: () => void;
};

const sides = [
  { value: "docs", label: "Docs", Icon: IconBook2 },
  { value: "history", label: "History", Icon: IconHistory },
] as const;

export function ExplorerHeader({ side, onSide, isReadingSchema, onReadSchema }: ExplorerHeaderProps) {
  return (
    <header className={classes.header}>
      <h1 className={classes.brand}>
        <img src={favicon} alt="" width={22} height={22} />
        Headwater <span>API explorer</span>
      </h1>
      {sides.map(({ value, label, Icon }) => (
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
          {label}
        </Button>
      ))}
      <div className={classes.spacer} />
      <Tooltip label="Read the schema again">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Read the schema again"
          loading={isReadingSchema}
          onClick={onReadSchema}
        >
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
      <ShortcutsHelp />
      <ColorSchemeMenu />
    </header>
  );
}

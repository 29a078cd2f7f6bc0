import { Highlight } from "@mantine/core";
import { type MouseEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./palette.module.css";
import type { Command, CommandGroup } from "./use-commands.tsx";

type Props = {
  id: string;
  groups: CommandGroup[];
  typed: string;
  chosen: string | null;
  onChoose: (id: string) => void;
  onPerform: (command: Command, event: MouseEvent) => void;
};

/** What the palette offers. The focus stays in the field; the field says which option is the chosen one. */
export function CommandList({ id, groups, typed, chosen, onChoose, onPerform }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const words = typed.trim().split(/\s+/).filter(Boolean);
  // What is chosen by a key may be out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice that scrolls
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  let index = -1;
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t("palette.open")}
      className={classes.list}
      hidden={groups.length === 0}
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset can't stand in a list of options
        <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
          <div id={`${id}-${group.id}`} className={classes.group} role="presentation">
            {group.label}
          </div>
          {group.commands.map((command) => {
            index += 1;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys of a combobox
              <div
                key={command.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={command.id === chosen}
                className={classes.option}
                onMouseMove={() => command.id !== chosen && onChoose(command.id)}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={(event) => onPerform(command, event)}
              >
                <span className={classes.icon}>{command.icon}</span>
                <Highlight
                  component="span"
                  highlight={words}
                  className={classes.label}
                  color="var(--hw-match)"
                >
                  {command.label}
                </Highlight>
                {command.hint && <span className={classes.hint}>{command.hint}</span>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

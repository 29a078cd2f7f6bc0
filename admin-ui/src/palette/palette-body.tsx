import { CloseButton, Kbd, Loader, TextInput, VisuallyHidden } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "../parts/error-words.ts";
import { CommandList } from "./command-list.tsx";
import classes from "./palette.module.css";
import { closePalette, typedEarly } from "./palette-store.ts";
import { useCommandGroups } from "./use-command-groups.tsx";
import type { Command } from "./use-commands.tsx";

/** The field and what it finds: a combobox whose list is always open. */
export function PaletteBody() {
  const { t } = useTranslation();
  const listId = useId();
  const [typed, setTyped] = useState(typedEarly().typed);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const { groups, isSearching, error } = useCommandGroups(typed);
  const perform = usePerform();
  const commands = groups.flatMap((group) => group.commands);
  const chosenIndex = Math.max(
    0,
    commands.findIndex((command) => command.id === chosenId),
  );
  const chosen = commands[chosenIndex];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = nextIndex(event.key, chosenIndex, commands.length);
    if (next !== null) {
      event.preventDefault();
      setChosenId(commands[next]?.id ?? null);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (chosen) perform(chosen, event.ctrlKey || event.metaKey);
      else if (isSearching) setHasty({ typed, isElsewhere: event.ctrlKey || event.metaKey });
    }
  };

  // Who types fast presses Enter before anything is found: the first that is found is what they meant.
  const [hasty, setHasty] = useState(() =>
    typedEarly().isSent ? { typed: typedEarly().typed, isElsewhere: false } : null,
  );
  const performHasty = useRef(() => {});
  performHasty.current = () => {
    if (hasty === null) return;
    if (hasty.typed === typed && chosen) perform(chosen, hasty.isElsewhere);
    if (hasty.typed !== typed || chosen || !isSearching) setHasty(null);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what was found that is waited for
  useEffect(() => performHasty.current(), [chosen?.id, isSearching, typed]);

  return (
    <div className={classes.body}>
      <TextInput
        data-autofocus
        data-palette
        autoFocus
        variant="unstyled"
        size="md"
        className={classes.search}
        placeholder={t("palette.hint")}
        leftSection={<IconSearch size={18} stroke={1.6} />}
        rightSection={
          <>
            {isSearching ? (
              <Loader size={16} aria-hidden="true" />
            ) : (
              <Kbd size="xs" visibleFrom="sm">
                Esc
              </Kbd>
            )}
            {/* Phones have no such key. */}
            <CloseButton hiddenFrom="sm" aria-label={t("common.close")} onClick={closePalette} />
          </>
        }
        rightSectionWidth={64}
        rightSectionPointerEvents="all"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setChosenId(null);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-label={t("palette.open")}
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${listId}-${chosenIndex}` : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      <CommandList
        id={listId}
        groups={groups}
        typed={typed}
        chosen={chosen?.id ?? null}
        onChoose={setChosenId}
        onPerform={(command, event) => perform(command, event.ctrlKey || event.metaKey)}
      />
      {commands.length === 0 && (
        <div className={classes.nothing}>{isSearching ? t("palette.searching") : t("palette.nothing")}</div>
      )}
      {error !== null && <div className={classes.nothing}>{errorWords(error, t).title}</div>}
      <VisuallyHidden role="status">
        {!isSearching && typed !== "" && t("palette.count", { count: commands.length })}
      </VisuallyHidden>
    </div>
  );
}

/** Where a key leads in the list; null when it is none of its keys. */
function nextIndex(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return (index + 1) % count;
    case "ArrowUp":
      return (index - 1 + count) % count;
    case "PageDown":
      return Math.min(count - 1, index + 8);
    case "PageUp":
      return Math.max(0, index - 8);
    default:
      return null;
  }
}

/** Does a command, or goes there; with Ctrl or Cmd in another window. */
function usePerform() {
  const router = useRouter();
  return (command: Command, isElsewhere: boolean) => {
    closePalette();
    if ("run" in command) return command.run();
    if (isElsewhere) window.open(router.buildLocation(command.target).href, "_blank");
    else void router.navigate(command.target);
  };
}

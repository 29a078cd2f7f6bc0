import { Paper, Portal, Text } from "@mantine/core";
import { type Editor, Extension, type Range } from "@tiptap/react";
import { Suggestion, type SuggestionProps } from "@tiptap/suggestion";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "./formats.ts";
import classes from "./rich-text-editor.module.css";

type Shown = { items: Format[]; chosen: number; place: DOMRect };
type Open = Shown & { editor: Editor; range: Range };

/** The menu that a slash opens: what the line can be made into, found by the letters that follow. */
export function useSlashMenu(formats: Format[], t: TFunction) {
  const [open, setOpen] = useState<Open | null>(null);
  const [menu] = useState(() => slashMenu(formats, t, setOpen));
  return { ...menu, shown: open };
}

/** Belongs to one editor for as long as that is there. */
function slashMenu(formats: Format[], t: TFunction, show: (open: Open | null) => void) {
  let current: Open | null = null;
  const set = (next: Open | null) => {
    current = next;
    show(next);
  };
  const update = ({ editor, range, items, clientRect }: SuggestionProps<Format>) => {
    const place = clientRect?.();
    set(place && items.length > 0 ? { editor, range, items, place, chosen: 0 } : null);
  };
  const choose = (index: number) => {
    const format = current?.items[index];
    if (!current || !format) return;
    const { editor, range } = current;
    set(null);
    editor.chain().focus().deleteRange(range).run();
    format.apply(editor);
  };
  const press = (key: string): boolean => {
    if (!current) return false;
    const count = current.items.length;
    if (key === "ArrowDown") set({ ...current, chosen: (current.chosen + 1) % count });
    else if (key === "ArrowUp") set({ ...current, chosen: (current.chosen + count - 1) % count });
    else if (key === "Enter" || key === "Tab") choose(current.chosen);
    else if (key === "Escape") set(null);
    else return false;
    return true;
  };
  const extension = Extension.create({
    name: "slashMenu",
    addProseMirrorPlugins() {
      return [
        Suggestion<Format>({
          editor: this.editor,
          char: "/",
          items: ({ query }) => matching(formats, query, t),
          allow: ({ state }) => state.selection.$from.parent.type.name === "paragraph",
          render: () => ({
            onStart: update,
            onUpdate: update,
            onExit: () => set(null),
            onKeyDown: ({ event }) => press(event.key),
          }),
        }),
      ];
    },
  });
  return { extension, choose };
}

function matching(formats: Format[], query: string, t: TFunction): Format[] {
  const wanted = query.toLowerCase();
  return formats.filter((format) =>
    [t(`fields.${format.name}`), format.name].some((words) => words.toLowerCase().includes(wanted)),
  );
}

const height = 300;

export function SlashList({ items, chosen, place, onChoose }: Shown & { onChoose: (index: number) => void }) {
  const { t } = useTranslation();
  const isAbove = place.bottom + height > window.innerHeight && place.top > height;
  const position = isAbove ? { bottom: window.innerHeight - place.top + 6 } : { top: place.bottom + 6 };
  return (
    <Portal>
      <Paper
        className={classes.slash}
        shadow="md"
        withBorder
        role="listbox"
        aria-label={t("fields.insert")}
        style={{ ...position, left: Math.min(place.left, window.innerWidth - 240) }}
      >
        {items.map((format, index) => (
          // The editor keeps the focus and takes the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: chosen by the editor's keys
          // biome-ignore lint/a11y/useKeyWithClickEvents: chosen by the editor's keys
          <div
            key={format.name}
            role="option"
            aria-selected={index === chosen}
            className={classes.slashItem}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(index)}
          >
            <format.Icon size={16} stroke={1.7} />
            <Text size="sm">{t(`fields.${format.name}`)}</Text>
          </div>
        ))}
      </Paper>
    </Portal>
  );
}

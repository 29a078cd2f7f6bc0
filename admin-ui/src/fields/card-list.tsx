import { Button, Group, Text } from "@mantine/core";
import { IconClipboard, IconFold, IconFoldDown } from "@tabler/icons-react";
import { type ClipboardEvent, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { Component } from "../model/model.ts";
import { showDone } from "../parts/toast.tsx";
import { copiedItems, copyItems, fitting, readCopy } from "./block-clipboard.ts";
import { Card } from "./card.tsx";
import classes from "./card-list.module.css";
import { type ComponentValue, componentOf, newComponent } from "./component-value.ts";
import { FieldGroup } from "./field-group.tsx";
import { moved, useItemKeys } from "./item-keys.ts";
import type { InputProps } from "./kind.ts";
import { InsertButton } from "./member-menu.tsx";
import { SortableList } from "./sortable.tsx";
import { useStableCallback } from "./stable-callback.ts";

/** Up to so many cards are open at first. */
const mostOpen = 5;

export type CardActions = {
  change: (index: number, value: ComponentValue) => void;
  setOpen: (key: string, isOpen: boolean) => void;
  insert: (at: number, component: string) => void;
  duplicate: (index: number) => void;
  copy: (index: number) => void;
  paste: (at: number) => void;
  remove: (index: number) => void;
  move: (from: number, to: number) => void;
};

/** A list of components as cards that can be added between any two, folded, dragged, copied and removed. */
export function CardList({ members, ...props }: InputProps & { members: Component[] }) {
  const { t } = useTranslation();
  const model = useModel();
  const first = members[0]?.name ?? "";
  const values = Array.isArray(props.value) ? props.value : [];
  const { keys, ...items } = useItemKeys(values);
  const [isOpenAtFirst] = useState(values.length <= mostOpen);
  const [open, setOpen] = useState<Record<string, boolean>>({});
  const [fresh, setFresh] = useState<string | null>(null);
  const isOpen = (key: string) => open[key] ?? isOpenAtFirst;
  const isDisabled = props.isDisabled ?? false;
  const labelOf = (name: string) => members.find((member) => member.name === name)?.label ?? name;
  const nameOf = (index: number) =>
    t("fields.itemOf", { label: labelOf(componentOf(values[index], first).__typename), place: index + 1 });

  const write = (next: unknown[]) => props.onChange(next.length === 0 && !props.field.required ? null : next);
  const insertValues = useStableCallback((at: number, added: unknown[]) => {
    const place = Math.min(at, values.length);
    const addedKeys = items.insert(place, added.length);
    setOpen((before) => ({
      ...before,
      ...Object.fromEntries(addedKeys.map((key) => [key, added.length === 1])),
    }));
    setFresh(addedKeys[0] ?? null);
    write(values.toSpliced(place, 0, ...added));
  });
  const pasteItems = (at: number, copied: ComponentValue[] | null) => {
    const allowed = members.map((member) => member.name);
    const { items: fits, refused } = fitting(copied ?? [], allowed, model);
    if (fits.length > 0) insertValues(at, fits);
    if (refused.length > 0) {
      const names = refused.map((name) => model.components.get(name)?.label ?? name).join(", ");
      showDone(t("fields.pasteRefused", { names, label: props.label }));
    } else if (fits.length === 0) showDone(t("fields.nothingCopied"));
  };

  const actions: CardActions = {
    change: useStableCallback((index, value) => write(values.with(index, value))),
    setOpen: useStableCallback((key, isOpen) => setOpen((before) => ({ ...before, [key]: isOpen }))),
    insert: useStableCallback((at, component) => insertValues(at, [newComponent(component, model)])),
    duplicate: useStableCallback((index) => insertValues(index + 1, [values[index]])),
    copy: useStableCallback((index) => {
      copyItems([componentOf(values[index], first)]);
      showDone(t("fields.copied", { name: nameOf(index) }));
    }),
    paste: useStableCallback(async (at) => pasteItems(at, await copiedItems())),
    remove: useStableCallback((index) => {
      const value = values[index];
      const name = nameOf(index);
      items.remove(index);
      write(values.toSpliced(index, 1));
      showDone(t("fields.removed", { name }), {
        label: t("common.undo"),
        onUndo: () => insertValues(index, [value]),
      });
    }),
    move: useStableCallback((from, to) => {
      items.move(from, to);
      write(moved(values, from, to));
    }),
  };
  const pasteKeys = (event: ClipboardEvent) => {
    const copied = isDisabled ? null : readCopy(event.clipboardData.getData("text/plain"));
    if (!copied) return;
    event.preventDefault();
    event.stopPropagation();
    pasteItems(values.length, copied);
  };
  // Thirty of them take a moment to draw, in which the page goes on listening.
  const setAllOpen = (isOpen: boolean) =>
    startTransition(() => setOpen(Object.fromEntries(keys.map((key) => [key, isOpen]))));
  const isAnyOpen = keys.some(isOpen);

  return (
    // The paste comes from whatever has the focus in it.
    <div onPasteCapture={pasteKeys}>
      <FieldGroup
        input={props}
        actions={
          values.length > 1 && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={isAnyOpen ? <IconFold size={14} /> : <IconFoldDown size={14} />}
              onClick={() => setAllOpen(!isAnyOpen)}
            >
              {isAnyOpen ? t("fields.foldAll") : t("fields.openAll")}
            </Button>
          )
        }
      >
        <SortableList keys={keys} nameOf={nameOf} onMove={actions.move}>
          {values.map((value, index) => {
            const key = keys[index] ?? String(index);
            return (
              <Card
                key={key}
                itemKey={key}
                index={index}
                count={values.length}
                value={value}
                typeName={first}
                members={members}
                path={`${props.path}[${index}]`}
                actions={actions}
                isOpen={isOpen(key)}
                isFresh={key === fresh}
                isDisabled={isDisabled}
              />
            );
          })}
        </SortableList>
        {values.length === 0 && isDisabled && (
          <Text size="sm" c="dimmed">
            {t("fields.empty")}
          </Text>
        )}
        {!isDisabled && (
          <Group gap="xs" className={classes.foot}>
            <InsertButton
              members={members}
              label={t("fields.addTo", { label: props.label })}
              onChoose={(component) => actions.insert(values.length, component)}
            />
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconClipboard size={14} />}
              onClick={() => actions.paste(values.length)}
            >
              {t("fields.paste")}
            </Button>
          </Group>
        )}
      </FieldGroup>
    </div>
  );
}

import { ActionIcon, Button, Stack } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { useReaderLocale } from "../texts/reader-locale.ts";
import { FieldControl } from "./field-control.tsx";
import { FieldGroup } from "./field-group.tsx";
import { itemField } from "./field-value.ts";
import { moved, useItemKeys } from "./item-keys.ts";
import type { InputProps } from "./kind.ts";
import { lineValue } from "./line-value.ts";
import classes from "./list-input.module.css";
import { pastedLines } from "./pasted-lines.ts";
import { kindOf } from "./registry.ts";
import { DragHandle, SortableItem, SortableList } from "./sortable.tsx";

const singleLine = new Set(["String", "Slug", "Email", "URL", "ID", "Int", "BigInt", "Float", "Decimal"]);

/** A list of values: one control for each, in an order that can be changed. */
export function ListInput(props: InputProps) {
  const { t } = useTranslation();
  const locale = useReaderLocale();
  const model = useModel();
  const values = Array.isArray(props.value) ? props.value : [];
  const keys = useItemKeys(values.length);
  const [fresh, setFresh] = useState<string | null>(null);
  const item = itemField({ ...props.field, label: "", description: null });
  const nameOf = (index: number) => t("fields.itemOf", { label: props.label, place: index + 1 });

  const change = (next: unknown[]) =>
    props.onChange(next.length === 0 && !props.field.required ? null : next);
  const insert = (at: number, added: unknown[]) => {
    setFresh(keys.insert(at, added.length).at(-1) ?? null);
    change(values.toSpliced(at, 0, ...added));
  };
  const add = (at: number) => insert(at, [kindOf(item).empty(item, model)]);
  const remove = (at: number) => {
    keys.remove(at);
    change(values.toSpliced(at, 1));
  };
  const move = (from: number, to: number) => {
    keys.move(from, to);
    change(moved(values, from, to));
  };
  const paste = (event: ClipboardEvent, at: number) => {
    const lines = pastedLines(event.clipboardData.getData("text/plain"), item.type)?.map((line) =>
      lineValue(line, item, locale, t),
    );
    if (!lines) return;
    event.preventDefault();
    const isEmpty = values[at] === null || values[at] === "";
    if (!isEmpty) return insert(at + 1, lines);
    setFresh(keys.insert(at + 1, lines.length - 1).at(-1) ?? null);
    change(values.toSpliced(at, 1, ...lines));
  };
  const press = (event: KeyboardEvent, at: number) => {
    const isInField = event.target instanceof HTMLInputElement;
    if (event.key !== "Enter" || !isInField || !singleLine.has(item.type)) return;
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    add(at + 1);
  };

  return (
    <FieldGroup input={props}>
      <Stack gap={6}>
        <SortableList keys={keys.keys} nameOf={nameOf} onMove={move}>
          {values.map((value, index) => {
            const key = keys.keys[index] ?? String(index);
            return (
              <SortableItem
                key={key}
                itemKey={key}
                isDisabled={props.isDisabled || values.length < 2}
                className={classes.row}
              >
                <DragHandle label={t("fields.move", { name: nameOf(index) })} />
                {/* biome-ignore lint/a11y/noStaticElementInteractions: listens for the keys of the control inside */}
                <div
                  className={classes.control}
                  onPasteCapture={(event) => paste(event, index)}
                  onKeyDown={(event) => press(event, index)}
                >
                  <FieldControl
                    field={{ ...item, label: nameOf(index) }}
                    value={value}
                    onChange={(next) => change(values.with(index, next))}
                    path={`${props.path}[${index}]`}
                    isDisabled={props.isDisabled ?? false}
                    autoFocus={key === fresh}
                    isLabelHidden
                  />
                </div>
                {!props.isDisabled && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    onClick={() => remove(index)}
                    aria-label={t("fields.removeItem", { name: nameOf(index) })}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                )}
              </SortableItem>
            );
          })}
        </SortableList>
        {!props.isDisabled && (
          <Button
            className={classes.add}
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => add(values.length)}
            aria-label={t("fields.addTo", { label: props.label })}
          >
            {t("common.add")}
          </Button>
        )}
      </Stack>
    </FieldGroup>
  );
}

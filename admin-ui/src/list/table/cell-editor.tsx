import { Popover, Text } from "@mantine/core";
import { type FocusEvent, type KeyboardEvent, Suspense, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/api-error.ts";
import { useModel } from "../../api/use-model.ts";
import { textOf } from "../../fields/field-value.ts";
import { inputFor } from "../../fields/inputs.ts";
import { InvalidValue } from "../../fields/invalid-value.ts";
import { isSameValue } from "../../model/same-value.ts";
import { errorWords } from "../../parts/error-words.ts";
import { showDone, showFailure } from "../../parts/toast.tsx";
import type { Column } from "../columns/columns.ts";

type Props = {
  column: Column;
  value: unknown;
  label: string;
  onSave: (value: unknown) => Promise<void>;
  /** The cell is done; `by` says how many columns further one wants to go on. */
  onClose: (by: number) => void;
};

/**
 * Edits one cell: Enter and Tab save it, Escape leaves it as it was. What the server refuses is told at the cell, and what
 * others made of it meanwhile, which is overwritten only by who was told.
 */
export function CellEditor({ column, value, label, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  /** What the cell held when it was opened, or when it was last told that somebody changed it. */
  const [known, setKnown] = useState(value);
  const isOver = useRef(false);
  const frame = useRef<HTMLDivElement>(null);
  /** What is chosen is meant: it is saved at once, and the choices are open from the beginning. */
  const isChoice = column.field.kind === "ENUM";
  const model = useModel();
  const Input = inputFor(column.field);

  const isSame = (one: unknown, other: unknown) => isSameValue(column.field, one, other, model);
  const valueNow = `“${textOf(value, column.field, model)}”`;
  const isOvertaken = !isSaving && !isSame(value, known) && !isSame(value, draft);
  const told = problem ?? (isOvertaken ? t("list.cellOvertaken", { value: valueNow }) : null);

  // Not every control takes the focus by itself.
  useEffect(() => {
    const control = frame.current?.querySelector<HTMLElement>("input:checked, input, textarea, button");
    if (!frame.current?.contains(document.activeElement)) control?.focus();
    if (isChoice && control?.ariaExpanded !== "true") control?.click();
  }, [isChoice]);

  // The row may leave the list under somebody's hands, or the page be left: what is told then.
  const unsaved = useRef<string | null>(null);
  const isChanged = !(draft instanceof InvalidValue) && !isSame(draft, known) && !isSame(draft, value);
  unsaved.current = isChanged
    ? t("list.cellLost", { field: label, value: textOf(draft, column.field, model) })
    : null;
  const isOnItsWay = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      if (!isOver.current && !isOnItsWay.current && unsaved.current !== null) showDone(unsaved.current);
    };
  }, []);

  const close = (by: number) => {
    if (isOver.current) return;
    isOver.current = true;
    onClose(by);
  };
  const save = async (by: number, draft: unknown) => {
    if (isSaving || isOver.current) return;
    if (draft instanceof InvalidValue) return setProblem(draft.message);
    if (isSame(draft, known) || isSame(draft, value)) return close(by);
    if (!isSame(value, known)) {
      setKnown(value);
      return setProblem(t("list.cellOvertakenAgain", { value: valueNow }));
    }
    setSaving(true);
    isOnItsWay.current = true;
    try {
      await onSave(draft);
      close(by);
    } catch (error) {
      isOnItsWay.current = false;
      if (isGone.current) return showFailure(error, t);
      const field = error instanceof ApiError ? error.fields[0]?.message : undefined;
      const { title, detail } = errorWords(error, t);
      setProblem(field ?? detail ?? title);
      setSaving(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(0);
    } else if (
      (event.key === "Enter" && !event.defaultPrevented && !isChoosing(event)) ||
      event.key === "Tab"
    ) {
      event.preventDefault();
      event.stopPropagation();
      void save(event.key === "Enter" ? 0 : event.shiftKey ? -1 : 1, draft);
    }
  };
  // Whoever goes on elsewhere wants to keep what was typed; a calendar or a list of choices is no elsewhere.
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const to = event.relatedTarget;
    if (to instanceof Element && (event.currentTarget.contains(to) || to.closest("[data-portal]"))) return;
    if (to !== null) void save(0, draft);
  };

  return (
    <Popover
      opened={told !== null}
      position="bottom-start"
      withArrow
      shadow="md"
      trapFocus={false}
      withRoles={false}
    >
      <Popover.Target>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the control inside come through here */}
        <div ref={frame} data-editor onKeyDown={onKeyDown} onBlur={onBlur} style={{ width: "100%" }}>
          <Suspense>
            <Input
              field={column.field}
              id={id}
              label={label}
              isLabelHidden
              value={draft}
              onChange={(next) => {
                setDraft(next);
                setProblem(null);
                if (isChoice) void save(0, next);
              }}
              path={column.field.name}
              isDisabled={isSaving}
              autoFocus
            />
          </Suspense>
        </div>
      </Popover.Target>
      <Popover.Dropdown p="xs" maw={320}>
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {told}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Whether Enter takes an option of an open list. */
function isChoosing(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.getAttribute("aria-expanded") === "true";
}

import { Popover, Text } from "@mantine/core";
import { type FocusEvent, type KeyboardEvent, Suspense, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/api-error.ts";
import { inputFor } from "../../fields/inputs.ts";
import { InvalidValue } from "../../fields/invalid-value.ts";
import { errorWords } from "../../parts/error-words.ts";
import type { Column } from "../columns/columns.ts";

type Props = {
  column: Column;
  value: unknown;
  label: string;
  onSave: (value: unknown) => Promise<void>;
  /** The cell is done; `by` says how many columns further one wants to go on. */
  onClose: (by: number) => void;
};

/** Edits one cell: Enter and Tab save it, Escape leaves it as it was. What the server refuses is told at the cell. */
export function CellEditor({ column, value, label, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isOver = useRef(false);
  const Input = inputFor(column.field);

  const close = (by: number) => {
    if (isOver.current) return;
    isOver.current = true;
    onClose(by);
  };
  const save = async (by: number) => {
    if (isSaving || isOver.current) return;
    if (draft instanceof InvalidValue) return setProblem(draft.message);
    if (JSON.stringify(draft) === JSON.stringify(value)) return close(by);
    setSaving(true);
    try {
      await onSave(draft);
      close(by);
    } catch (error) {
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
      void save(event.key === "Enter" ? 0 : event.shiftKey ? -1 : 1);
    }
  };
  // Whoever goes on elsewhere wants to keep what was typed; a calendar or a list of choices is no elsewhere.
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    const to = event.relatedTarget;
    if (to instanceof Element && (event.currentTarget.contains(to) || to.closest("[data-portal]"))) return;
    if (to !== null) void save(0);
  };

  return (
    <Popover
      opened={problem !== null}
      position="bottom-start"
      withArrow
      shadow="md"
      trapFocus={false}
      withRoles={false}
    >
      <Popover.Target>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the control inside come through here */}
        <div data-editor onKeyDown={onKeyDown} onBlur={onBlur} style={{ width: "100%" }}>
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
          {problem}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Whether Enter takes an option of an open list. */
function isChoosing(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.getAttribute("aria-expanded") === "true";
}

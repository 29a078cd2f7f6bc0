import { Button, Text } from "@mantine/core";
import { type CSSProperties, memo, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import { FieldControl } from "../fields/field-control.tsx";
import { evaluateFilter } from "../model/filter-evaluator.ts";
import type { Collection, Field, Model } from "../model/model.ts";
import classes from "./entry.module.css";
import { isEditable } from "./entry-record.ts";
import { columnsFor } from "./form-layout.ts";
import { type FormState, type FormStore, useFormState } from "./form-store.ts";
import { Present } from "./present.tsx";
import { isWithin } from "./problem.ts";

type Props = {
  collection: Collection;
  field: Field;
  store: FormStore;
  purpose: "create" | "update";
  isFrozen: boolean;
  autoFocus: boolean;
  /** Who else is in it. */
  others: string;
};

/** A field of the form: drawn again only when its own value, or what is wrong with it, is another one. */
export const EntryField = memo(function EntryField(props: Props) {
  const { collection, field, store, purpose, isFrozen, autoFocus, others } = props;
  const model = useModel();
  const isShown = useFormState(store, (state) => isVisible(field, state, collection, model));
  const value = useFormState(store, (state) => state.values[field.name]);
  const stored = useFormState(store, (state) => state.base[field.name]);
  const isRead = useFormState(store, (state) => Object.hasOwn(state.base, field.name));
  const error = useFormState(
    store,
    (state) => state.problems.find((problem) => problem.path === field.name)?.message,
  );
  const change = useCallback((next: unknown) => store.set(field.name, next), [store, field.name]);
  if (!isShown) return null;
  const isDisabled = isFrozen || !isEditable(field, purpose, stored);
  const isHidden = !isRead && purpose === "update";
  return (
    <div
      className={classes.cell}
      data-field={field.name}
      style={{ "--entry-columns": columnsFor(field) } as CSSProperties}
    >
      {others !== "" && (
        <Present people={others.split("\n").map((name) => ({ name }))} className={classes.here} size={18} />
      )}
      <FieldControl
        field={isHidden ? { ...field, required: false } : field}
        value={value}
        onChange={isHidden ? (next) => change(next ?? undefined) : change}
        path={field.name}
        error={error}
        isDisabled={isDisabled}
        autoFocus={autoFocus}
      />
      {isHidden && !isDisabled && <HiddenValue field={field} value={value} onChange={change} />}
    </div>
  );
});

/** Says of a value that is never read what becomes of it, and lets it be taken away. */
function HiddenValue({
  field,
  value,
  onChange,
}: {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation();
  if (value === null)
    return (
      <Text size="xs" c="dimmed" mt={4}>
        {t("entry.hiddenRemoved")}{" "}
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(undefined)}>
          {t("common.undo")}
        </Button>
      </Text>
    );
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {t("entry.hidden")}{" "}
      {!field.required && (value === undefined || value === "") && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)}>
          {t("entry.hiddenRemove")}
        </Button>
      )}
    </Text>
  );
}

/** Whether the field is shown: as the model says, and wherever something is wrong with it. */
export function isVisible(field: Field, state: FormState, collection: Collection, model: Model): boolean {
  const condition = field.ui?.showIf;
  if (condition === null || condition === undefined) return true;
  if (state.problems.some((problem) => isWithin(problem.path, field.name))) return true;
  return evaluateFilter(condition, collection.name, state.values, model) === true;
}

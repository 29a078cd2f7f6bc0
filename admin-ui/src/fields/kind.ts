import type { ComponentType } from "react";
import type { Field, Model } from "../model/model.ts";

/**
 * Everything that pages know of a kind of field, but what edits it (`inputs.ts`). There is one for each kind of the
 * server's `src/model/kind`, and one for enums, components, blocks and relations. Lists of values are made of the kind by
 * `list-input.tsx`.
 *
 * A *value* is what a form holds: JSON, as the API answers it for `selection`.
 */
export type FieldKind = {
  /** The kind's folder. */
  name: string;
  /** One value on one line: in tables, cards and histories. Never empty space: the caller draws what is null. */
  Cell: ComponentType<CellProps>;
  /** What a query asks of the field, after its name: `""` for a leaf, ` { id name }` for what has fields. */
  selection: (field: Field, model: Model, purpose: "edit" | "show") => string;
  /** What a new record's form begins with where the model has no default. */
  empty: (field: Field, model: Model) => unknown;
  /** What a mutation is given for a value. `before` is the value as it was read; undefined for a new record. */
  toInput: (value: unknown, before: unknown, field: Field, model: Model) => unknown;
  /** A value as plain text: for exports, comparisons and screen readers. */
  toText: (value: unknown, field: Field, model: Model) => string;
  /** The beginning of a formatted value without its formatting, for a line; `toText` where that is the same. */
  excerpt?: (value: unknown) => string;
  /** Whether it can be edited in a table's cell. */
  fitsCell: boolean;
  /** How wide its column is at first, in pixels. */
  columnWidth: number;
};

export type InputProps = {
  field: Field;
  /** The control's id in the page. */
  id: string;
  /** The label, also where it is not shown. */
  label: string;
  /** Whether the label is only for screen readers: in cells and in lists of values. */
  isLabelHidden?: boolean;
  description?: string | undefined;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur?: (() => void) | undefined;
  /** What the server, or the form, says is wrong with it. */
  error?: string | undefined;
  isDisabled?: boolean;
  /** Where the value stands in the record: `title`, `blocks[2].image`. */
  path: string;
  autoFocus?: boolean;
};

export type CellProps = { field: Field; value: unknown; model: Model };

/** The properties that Mantine's inputs have in common, made of ours. */
export function inputProps({
  field,
  id,
  label,
  isLabelHidden,
  description,
  error,
  isDisabled,
  ...props
}: InputProps) {
  return {
    id,
    label: isLabelHidden ? undefined : label,
    "aria-label": isLabelHidden ? label : undefined,
    description,
    error: error ?? false,
    disabled: isDisabled ?? false,
    withAsterisk: field.required && !isLabelHidden,
    "aria-required": field.required || undefined,
    onBlur: props.onBlur,
    "data-autofocus": props.autoFocus || undefined,
    autoFocus: props.autoFocus,
  };
}

/** Most kinds are leaves whose values are sent as they are. */
export const leaf = {
  selection: () => "",
  empty: () => null,
  toInput: (value: unknown) => value ?? null,
  toText: (value: unknown) => (value === null || value === undefined ? "" : String(value)),
  fitsCell: true,
  columnWidth: 160,
} satisfies Partial<FieldKind>;

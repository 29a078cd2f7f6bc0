import { Skeleton } from "@mantine/core";
import type { TFunction } from "i18next";
import { memo, Suspense, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "../model/model.ts";
import { isListOfValues } from "./field-value.ts";
import { useForm } from "./form-context.ts";
import { inputFor, listInputFor } from "./inputs.ts";
import { InvalidValue } from "./invalid-value.ts";
import type { InputProps } from "./kind.ts";

export type FieldControlProps = {
  field: Field;
  value: unknown;
  /** Should stay the same function from one drawing to the next: then only the fields that change are drawn again. */
  onChange: (value: unknown) => void;
  onBlur?: (() => void) | undefined;
  /** Where the value stands in the record: `title`, `blocks[2].image`. */
  path: string;
  /** What is wrong with it; by default what the form says of the path. */
  error?: string | undefined;
  autoFocus?: boolean;
  /** By default what the form says. */
  isDisabled?: boolean;
  isLabelHidden?: boolean;
};

/** Draws any field: its label and help, and what edits its value, or its list of values. */
export function FieldControl({ error, isDisabled, ...props }: FieldControlProps) {
  const form = useForm();
  return (
    <FieldBody
      {...props}
      error={error ?? form?.errorAt(props.path)}
      isDisabled={isDisabled ?? form?.isDisabled ?? false}
    />
  );
}

/** Apart from the control, as what it knows of the form changes with every key that is pressed. */
const FieldBody = memo(function FieldBody({ field, value, error, ...props }: FieldControlProps) {
  const id = useId();
  const { t } = useTranslation();
  const Input = isListOfValues(field) ? listInputFor(field) : inputFor(field);
  const input: InputProps = {
    ...props,
    field,
    id,
    value,
    label: field.label,
    description: props.isLabelHidden ? undefined : helpOf(field, t),
    error: value instanceof InvalidValue ? value.message : error,
  };
  return (
    <div data-path={props.path}>
      <Suspense fallback={<Skeleton height={56} radius="sm" />}>
        <Input {...input} />
      </Suspense>
    </div>
  );
});

/** What the model says of the field, and what it says to editors. */
function helpOf(field: Field, t: TFunction): string | undefined {
  const isOld = field.deprecated !== null && field.deprecated !== undefined;
  const old = isOld && t("fields.deprecated", { reason: field.deprecated });
  const words = [old, field.description, field.ui?.help].filter(Boolean);
  return words.length > 0 ? words.join(" ") : undefined;
}

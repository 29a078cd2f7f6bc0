import { Group, Input, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import type { Field } from "../model/model.ts";
import type { InputProps } from "./kind.ts";

/** A list is always there; whether something must be in it is another matter. */
export function isAskedFor(field: Field): boolean {
  return field.required && (!field.list || (field.check?.minLength ?? 0) > 0);
}

type Props = {
  input: InputProps;
  /** Stands at the right of the label. */
  actions?: ReactNode;
  children?: ReactNode;
};

/** The label, the help and the error around what is more than one control. */
export function FieldGroup({ input, actions, children }: Props) {
  const { id, label, description, error, field } = input;
  const described = [description && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a look and a layout of its own
    <div role="group" aria-labelledby={`${id}-label`} aria-describedby={described || undefined}>
      {input.isLabelHidden ? (
        <Group justify="flex-end">
          <VisuallyHidden id={`${id}-label`}>{label}</VisuallyHidden>
          {actions}
        </Group>
      ) : (
        <Group justify="space-between" align="flex-end" gap="xs" wrap="nowrap">
          <Input.Label id={`${id}-label`} labelElement="div" required={isAskedFor(field)}>
            {label}
          </Input.Label>
          {actions}
        </Group>
      )}
      {description && (
        <Input.Description id={`${id}-help`} mb={6}>
          {description}
        </Input.Description>
      )}
      {children}
      {error && (
        <Input.Error id={`${id}-error`} mt={6} role="alert">
          {error}
        </Input.Error>
      )}
    </div>
  );
}

import { Checkbox, Radio, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { EnumValue } from "../../model/model.ts";
import { FieldGroup } from "../field-group.tsx";
import type { InputProps } from "../kind.ts";

type Props = InputProps & { values: EnumValue[] };

const none = "";

/** One value of an enum, all of them in sight. */
export function EnumRadios({ values, ...props }: Props) {
  const { t } = useTranslation();
  const offered = props.field.required ? [] : [{ name: none, label: t("fields.notSet"), description: null }];
  return (
    <FieldGroup input={props}>
      <Radio.Group
        aria-labelledby={`${props.id}-label`}
        name={props.id}
        value={typeof props.value === "string" ? props.value : none}
        onChange={(name) => props.onChange(name === none ? null : name)}
        onBlur={props.onBlur}
      >
        <Stack gap={8} pt={4}>
          {[...values, ...offered].map(({ name, label, description }) => (
            <Radio
              key={name}
              value={name}
              label={label}
              description={description}
              disabled={props.isDisabled ?? false}
            />
          ))}
        </Stack>
      </Radio.Group>
    </FieldGroup>
  );
}

/** Any values of an enum, all of them in sight. They are kept in the model's order. */
export function EnumCheckboxes({ values, ...props }: Props) {
  const chosen = Array.isArray(props.value) ? props.value : [];
  const change = (names: string[]) => {
    const next = values.map(({ name }) => name).filter((name) => names.includes(name));
    props.onChange(next.length === 0 && !props.field.required ? null : next);
  };
  return (
    <FieldGroup input={props}>
      <Checkbox.Group aria-labelledby={`${props.id}-label`} value={chosen} onChange={change}>
        <Stack gap={8} pt={4}>
          {values.map(({ name, label, description }) => (
            <Checkbox
              key={name}
              value={name}
              label={label}
              description={description}
              disabled={props.isDisabled ?? false}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </FieldGroup>
  );
}

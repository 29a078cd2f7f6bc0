import { Group, Input, SegmentedControl, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FieldGroup } from "../field-group.tsx";
import { type InputProps, inputProps } from "../kind.ts";

export function BooleanInput(props: InputProps) {
  return props.field.required ? <YesOrNo {...props} /> : <YesNoOrUnset {...props} />;
}

function YesOrNo(props: InputProps) {
  const { t } = useTranslation();
  const { withAsterisk: _, "aria-required": __, label, description, error, ...common } = inputProps(props);
  const isOn = props.value === true;
  return (
    <Input.Wrapper id={props.id} label={label} description={description} error={error}>
      <Group gap="xs" h={30}>
        <Switch
          {...common}
          checked={isOn}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <Text span size="sm" c="dimmed" aria-hidden>
          {isOn ? t("common.yes") : t("common.no")}
        </Text>
      </Group>
    </Input.Wrapper>
  );
}

/** Three states: a switch could not say that nobody decided. */
function YesNoOrUnset(props: InputProps) {
  const { t } = useTranslation();
  const data = [
    { value: "true", label: t("common.yes") },
    { value: "false", label: t("common.no") },
    { value: "null", label: t("fields.notSet") },
  ];
  return (
    <FieldGroup input={props}>
      <SegmentedControl
        size="xs"
        data={data}
        aria-labelledby={`${props.id}-label`}
        disabled={props.isDisabled ?? false}
        value={String(props.value ?? null)}
        onChange={(next) => props.onChange(JSON.parse(next))}
        onBlur={props.onBlur}
      />
    </FieldGroup>
  );
}

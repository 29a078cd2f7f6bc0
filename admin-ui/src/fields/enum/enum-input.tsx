import { Group, MultiSelect, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import type { EnumValue } from "../../model/model.ts";
import { FieldGroup, isAskedFor } from "../field-group.tsx";
import { type InputProps, inputProps } from "../kind.ts";
import option from "../option.module.css";
import { EnumCheckboxes, EnumRadios } from "./enum-choices.tsx";
import { choices, fitsOneRow } from "./enum-values.ts";

/** One value of an enum. */
export function EnumInput(props: InputProps) {
  const model = useModel();
  const chosen = typeof props.value === "string" ? props.value : null;
  const values = choices(props.field, model, chosen === null ? [] : [chosen]);
  const widget = props.isLabelHidden ? null : props.field.ui?.widget;
  if (widget === "radio") return <EnumRadios {...props} values={values} />;
  const isRow =
    props.field.required && !props.isLabelHidden && widget !== "select" && fitsOneRow(values, props.field);
  return isRow ? (
    <ValueRow {...props} values={values} chosen={chosen} />
  ) : (
    <ValueSelect {...props} values={values} chosen={chosen} />
  );
}

type ValueProps = InputProps & { values: EnumValue[]; chosen: string | null };

function ValueRow({ values, chosen, ...props }: ValueProps) {
  const about = values.find((value) => value.name === chosen)?.description;
  return (
    <FieldGroup input={props}>
      <SegmentedControl
        size="xs"
        data={values.map(({ name, label }) => ({ value: name, label }))}
        aria-labelledby={`${props.id}-label`}
        disabled={props.isDisabled ?? false}
        value={chosen ?? ""}
        onChange={props.onChange}
        onBlur={props.onBlur}
      />
      {about && (
        <Text size="xs" c="dimmed" mt={4}>
          {about}
        </Text>
      )}
    </FieldGroup>
  );
}

function ValueSelect({ values, chosen, ...props }: ValueProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...inputProps(props)}
      data={optionsOf(values)}
      renderOption={({ option: { value }, checked }) => (
        <Option value={valueNamed(values, value)} isChosen={checked} />
      )}
      searchable={values.length > 7}
      clearable={!props.field.required}
      clearButtonProps={{ "aria-label": t("common.clear") }}
      nothingFoundMessage={t("fields.nothingFound")}
      // Taking the same value again means it; emptying has a button of its own.
      allowDeselect={false}
      placeholder={t("fields.choose")}
      value={chosen}
      onChange={props.onChange}
    />
  );
}

/** A list of values, each of which is there or not. */
export function EnumListInput(props: InputProps) {
  const { t } = useTranslation();
  const model = useModel();
  const chosen = Array.isArray(props.value) ? props.value.filter((it) => typeof it === "string") : [];
  const values = choices(props.field, model, chosen);
  if (props.field.ui?.widget === "checkboxes" && !props.isLabelHidden)
    return <EnumCheckboxes {...props} values={values} />;
  return (
    <MultiSelect
      {...inputProps(props)}
      withAsterisk={isAskedFor(props.field) && !props.isLabelHidden}
      aria-required={isAskedFor(props.field) || undefined}
      data={optionsOf(values)}
      renderOption={({ option: { value }, checked }) => (
        <Option value={valueNamed(values, value)} isChosen={checked ?? false} />
      )}
      searchable={values.length > 7}
      hidePickedOptions={values.length > 7}
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      nothingFoundMessage={t("fields.nothingFound")}
      placeholder={chosen.length === 0 ? t("fields.choose") : undefined}
      value={[...new Set(chosen)]}
      onChange={(next) => props.onChange(next.length === 0 && !props.field.required ? null : next)}
    />
  );
}

function Option({ value, isChosen }: { value: EnumValue | undefined; isChosen: boolean | undefined }) {
  const about = value?.deprecated ?? value?.description;
  return (
    <Group gap="xs" wrap="nowrap" flex={1} justify="space-between">
      <Stack gap={0}>
        <Text size="sm" td={value?.deprecated ? "line-through" : undefined}>
          {value?.label}
        </Text>
        {about && (
          <Text component="span" className={option.about}>
            {about}
          </Text>
        )}
      </Stack>
      {isChosen && <IconCheck size={14} aria-hidden />}
    </Group>
  );
}

function optionsOf(values: EnumValue[]) {
  return values.map(({ name, label }) => ({ value: name, label }));
}

function valueNamed(values: EnumValue[], name: string): EnumValue | undefined {
  return values.find((value) => value.name === name);
}

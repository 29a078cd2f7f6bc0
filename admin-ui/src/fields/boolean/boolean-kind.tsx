import { Badge, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type CellProps, type FieldKind, type InputProps, inputProps, leaf } from "../kind.ts";

function Input(props: InputProps) {
  const { withAsterisk: _, ...common } = inputProps(props);
  return (
    <Switch
      {...common}
      checked={props.value === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}

function Cell({ value }: CellProps) {
  const { t } = useTranslation();
  return (
    <Badge variant={value === true ? "light" : "default"}>
      {value === true ? t("common.yes") : t("common.no")}
    </Badge>
  );
}

export const booleanKind: FieldKind = {
  ...leaf,
  name: "boolean",
  Input,
  Cell,
  empty: (field) => (field.required ? false : null),
  columnWidth: 100,
};

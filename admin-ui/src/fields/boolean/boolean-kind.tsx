import { IconCheck, IconMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";

function Cell({ value }: CellProps) {
  const { t } = useTranslation();
  const words = value === true ? t("common.yes") : t("common.no");
  const Icon = value === true ? IconCheck : IconMinus;
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      style={{ display: "inline-flex", verticalAlign: "middle" }}
    >
      <Icon
        size={16}
        color={value === true ? "var(--mantine-primary-color-filled)" : "var(--mantine-color-dimmed)"}
      />
    </span>
  );
}

export const booleanKind: FieldKind = {
  ...leaf,
  name: "boolean",
  Cell,
  empty: (field) => (field.required ? false : null),
  columnWidth: 100,
};

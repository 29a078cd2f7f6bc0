import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isListOfValues, itemField } from "./field-value.ts";
import { InvalidValue } from "./invalid-value.ts";
import type { CellProps } from "./kind.ts";
import { kindOf } from "./registry.ts";
import { Line } from "./text-cell.tsx";

const mostShown = 4;
/** These read better beside each other than with commas. */
const separate = new Set(["ENUM", "BLOCKS", "COMPONENT"]);

/** What a field holds, on one line: a value, a list of values, or nothing. */
export function FieldCell({ field, value, model }: CellProps) {
  const { t } = useTranslation();
  const { Cell, toText } = kindOf(field);
  const isEmpty = value === null || value === undefined || value === "";
  if (isEmpty || (Array.isArray(value) && value.length === 0))
    return (
      <Text span inherit c="dimmed" aria-label={t("fields.empty")}>
        –
      </Text>
    );
  if (value instanceof InvalidValue) return <Line text={value.text} />;
  if (!isListOfValues(field) || !Array.isArray(value))
    return <Cell field={field} value={value} model={model} />;
  const item = itemField(field);
  if (!separate.has(field.kind))
    return (
      <Line
        text={value
          .slice(0, 50)
          .map((one) => toText(one, item, model))
          .join(", ")}
      />
    );
  return (
    <Group gap={4} wrap="nowrap" style={{ overflow: "hidden" }}>
      {value.slice(0, mostShown).map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are drawn and never moved
        <Cell key={place} field={item} value={one} model={model} />
      ))}
      {value.length > mostShown && (
        <Text span inherit c="dimmed">
          {t("fields.andMore", { count: value.length - mostShown })}
        </Text>
      )}
    </Group>
  );
}

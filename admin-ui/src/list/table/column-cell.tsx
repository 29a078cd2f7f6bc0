import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isRecord } from "../../api/json-object.ts";
import { itemField, textOf } from "../../fields/field-value.ts";
import { kindOf } from "../../fields/registry.ts";
import type { Field, Model } from "../../model/model.ts";
import { recordTitle } from "../../model/record-title.ts";
import { countIn, shownOfMany, valueIn } from "../columns/column-selection.ts";
import type { Column } from "../columns/columns.ts";
import classes from "./table.module.css";

type Props = { column: Column; row: Record<string, unknown>; model: Model };

/** What a record has in a column, on one line. */
export function ColumnCell({ column, row, model }: Props) {
  const { field } = column;
  const value = valueIn(row, column);
  if (value === null || value === undefined) return null;
  if (field.kind === "RELATION" && field.list)
    return <Many field={field} value={value} count={countIn(row, column)} model={model} />;
  if (field.kind === "BLOCKS") return <Blocks value={value} model={model} />;
  if (field.list) return <Values field={field} value={value} model={model} />;
  const { Cell } = kindOf(field);
  return <Cell field={field} value={value} model={model} />;
}

function Many({
  field,
  value,
  count,
  model,
}: {
  field: Field;
  value: unknown;
  count: number | null;
  model: Model;
}) {
  const records = Array.isArray(value) ? value.filter(isRecord) : [];
  const target = model.collections.get(field.type);
  const titles = records.map((record) => recordTitle(record, target));
  const total = count ?? titles.length;
  return <Chips texts={titles} more={total - titles.length} />;
}

function Values({ field, value, model }: { field: Field; value: unknown; model: Model }) {
  const { t } = useTranslation();
  const values = Array.isArray(value) ? value : [];
  if (values.length === 0) return null;
  if (field.kind === "COMPONENT")
    return (
      <Text inherit c="dimmed">
        {t("list.items", { count: values.length })}
      </Text>
    );
  const item = itemField(field);
  const texts = values.slice(0, shownOfMany).map((one) => textOf(one, item, model));
  return <Chips texts={texts} more={values.length - texts.length} />;
}

/** What blocks are, in their order; which text they have stands in the record. */
function Blocks({ value, model }: { value: unknown; model: Model }) {
  const blocks = (Array.isArray(value) ? value : [value]).filter(isRecord);
  const names = blocks.map((block) => {
    const component = String(block.__typename);
    return model.components.get(component)?.label ?? component;
  });
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const texts = [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name));
  return <Chips texts={texts.slice(0, shownOfMany)} more={Math.max(0, texts.length - shownOfMany)} />;
}

function Chips({ texts, more }: { texts: string[]; more: number }) {
  const { t } = useTranslation();
  if (texts.length === 0 && more <= 0) return null;
  return (
    <Group gap={4} wrap="nowrap" className={classes.chips}>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values may be there twice, and are only shown
        <Badge key={index} variant="default" size="sm" fw={500} className={classes.chip}>
          {text}
        </Badge>
      ))}
      {more > 0 && (
        <Text inherit c="dimmed" className={classes.more} aria-label={t("list.andMore", { count: more })}>
          +{more}
        </Text>
      )}
    </Group>
  );
}

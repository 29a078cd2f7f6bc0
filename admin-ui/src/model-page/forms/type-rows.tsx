import { ActionIcon, Button, Checkbox, Fieldset, Group, MultiSelect, Stack, TextInput } from "@mantine/core";
import { randomId } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useModelPage } from "../model-context.ts";
import { LiteralInput } from "./literal-input.tsx";
import type { CheckRow, IndexRow } from "./type-form.ts";

type Props<Row> = { name: string; rows: Row[]; onChange: (rows: Row[]) => void };

/** Indexes over several fields. */
export function IndexRows({ name, rows, onChange }: Props<IndexRow>) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const fields = model.collections.get(name)?.fields.map((field) => field.name) ?? [];
  const put = (index: number, part: Partial<IndexRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Fieldset legend={t("model.form.indexes")}>
      <Stack gap="xs">
        {rows.map((row, index) => (
          <Group key={row.id} wrap="nowrap">
            <MultiSelect
              flex={1}
              aria-label={t("model.fields")}
              data={fields}
              value={row.fields}
              onChange={(fields) => put(index, { fields })}
              searchable
            />
            <Checkbox
              label={t("model.flags.unique")}
              checked={row.unique}
              onChange={(event) => put(index, { unique: event.currentTarget.checked })}
            />
            <RemoveRow onRemove={() => onChange(rows.filter((_, at) => at !== index))} />
          </Group>
        ))}
        <AddRow
          label={t("model.form.addIndex")}
          onAdd={() => onChange([...rows, { id: randomId(), original: null, fields: [], unique: false }])}
        />
      </Stack>
    </Fieldset>
  );
}

/** Filters that every record must pass. */
export function CheckRows({ name, rows, onChange }: Props<CheckRow>) {
  const { t } = useTranslation();
  const put = (index: number, part: Partial<CheckRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Fieldset legend={t("model.form.checks")}>
      <Stack gap="sm">
        {rows.map((row, index) => (
          <Group key={row.id} wrap="nowrap" align="flex-start">
            <Stack gap={4} flex={1}>
              <LiteralInput
                label={t("model.form.mustHold")}
                value={row.where}
                onChange={(where) => put(index, { where })}
                expected={{ kind: "filter", type: name }}
                placeholder="{ price: { gte: 0 } }"
              />
              <TextInput
                label={t("model.form.message")}
                value={row.message}
                onChange={(event) => put(index, { message: event.currentTarget.value })}
              />
            </Stack>
            <RemoveRow onRemove={() => onChange(rows.filter((_, at) => at !== index))} />
          </Group>
        ))}
        <AddRow
          label={t("model.form.addCheck")}
          onAdd={() => onChange([...rows, { id: randomId(), original: null, where: "", message: "" }])}
        />
      </Stack>
    </Fieldset>
  );
}

function RemoveRow({ onRemove }: { onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t("common.remove")} onClick={onRemove}>
      <IconTrash size={15} />
    </ActionIcon>
  );
}

function AddRow({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconPlus size={13} />}
      onClick={onAdd}
      style={{ alignSelf: "flex-start" }}
    >
      {label}
    </Button>
  );
}

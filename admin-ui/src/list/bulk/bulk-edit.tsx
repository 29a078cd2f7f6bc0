import { ActionIcon, Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldControl } from "../../fields/field-control.tsx";
import { initialValue } from "../../fields/field-value.ts";
import { invalidPlaces } from "../../fields/invalid-value.ts";
import { type Field, isWritable } from "../../model/model.ts";
import type { List } from "../use-list.ts";
import { type Chosen, inputForMany } from "./input-for-many.ts";
import type { Wanted } from "./record-batches.ts";
import { RunReport, useRun } from "./run-state.tsx";
import type { OnBusy } from "./use-stoppable.ts";

type Props = { list: List; wanted: Wanted; onBusy: OnBusy; onChanged: () => void; onClose: () => void };

/** Gives many records the same values: first the fields are chosen, then what they shall be. */
export function BulkEdit({ list, wanted, onBusy, onChanged, onClose }: Props) {
  const { t } = useTranslation();
  const { collection, model } = list;
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const run = useRun(wanted, onBusy);
  const possible = collection.fields.filter((field) => isForMany(field) && isWritable(field, "update"));
  const left = possible.filter((field) => chosen.every((one) => one.field !== field));

  if (run.state.kind !== "idle")
    return <RunReport collection={collection} state={run.state} onCancel={run.cancel} onClose={onClose} />;

  const set = (field: Field, value: unknown) =>
    setChosen((before) => before.map((one) => (one.field === field ? { field, value } : one)));
  const isInvalid = chosen.some(({ value }) => invalidPlaces(value).length > 0);
  const data = isInvalid ? {} : inputForMany(chosen, model);
  const start = () => void run.start({ kind: "update", data }).then(onChanged);
  return (
    <Stack gap="md">
      {chosen.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("list.editManyHint")}
        </Text>
      )}
      {chosen.map(({ field, value }) => (
        <Group key={field.name} align="flex-start" wrap="nowrap" gap="xs">
          <div style={{ flex: 1, minWidth: 0 }}>
            <FieldControl
              field={field}
              value={value}
              path={field.name}
              onChange={(next) => set(field, next)}
            />
          </div>
          <ActionIcon
            mt={22}
            variant="subtle"
            color="gray"
            aria-label={t("list.leaveField", { field: field.label })}
            onClick={() => setChosen(chosen.filter((one) => one.field !== field))}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      {left.length > 0 && (
        <Select
          key={chosen.length}
          data-autofocus
          searchable
          placeholder={t("list.chooseField")}
          aria-label={t("list.chooseField")}
          data={left.map((field) => ({ value: field.name, label: field.label }))}
          value={null}
          onChange={(name) => {
            const field = left.find((one) => one.name === name);
            if (field) setChosen([...chosen, { field, value: initialValue(field, model) }]);
          }}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button disabled={Object.keys(data).length === 0} onClick={start}>
          {t("list.applyToMany", { count: list.selection.count ?? list.data?.total ?? 0 })}
        </Button>
      </Group>
    </Stack>
  );
}

/** A unique value can be that of one record only, and the far end of a link belongs to its other side. */
function isForMany(field: Field): boolean {
  return !field.builtIn && !field.unique && field.relation?.storage !== "INVERSE";
}

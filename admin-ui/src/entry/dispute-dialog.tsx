import { Badge, Button, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { Collection, Field } from "../model/model.ts";
import { disputeWords } from "./dispute-words.ts";
import classes from "./entry.module.css";
import { type FormStore, useFormState } from "./form-store.ts";

type Props = {
  collection: Collection;
  store: FormStore;
  onClose: () => void;
  /** Saves what was chosen. */
  onSave: () => void;
};

type Side = "mine" | "theirs";

/** Where two people changed the same fields: both values beside each other, to choose from, field by field. */
export function DisputeDialog({ collection, store, onClose, onSave }: Props) {
  const { t } = useTranslation();
  const dispute = useFormState(store, (state) => state.dispute);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  if (!dispute) return null;
  const fields = collection.fields.filter((field) => dispute.fields.includes(field.name));
  const left = fields.filter((field) => !chosen.has(field.name)).length;
  const chooseAll = (side: Side) => setChosen(new Map(fields.map((field) => [field.name, side])));
  const settle = () =>
    store.settle(
      new Set(fields.filter((field) => chosen.get(field.name) === "mine").map((field) => field.name)),
    );
  const name = dispute.theirs.updatedBy ?? t("entry.someone");
  return (
    <Modal
      opened
      onClose={onClose}
      size={920}
      closeButtonProps={{ "aria-label": t("common.close") }}
      zIndex={290}
      title={<Text fw={600}>{t("entry.disputed", { name })}</Text>}
    >
      <Text c="dimmed" mb="md">
        {t("entry.disputeHint")}
      </Text>
      <Group gap="xs" mb="md">
        <Button size="xs" variant="default" onClick={() => chooseAll("mine")} data-autofocus>
          {t("entry.allMine")}
        </Button>
        <Button size="xs" variant="default" onClick={() => chooseAll("theirs")}>
          {t("entry.allTheirs", { name })}
        </Button>
      </Group>
      <Stack gap="lg">
        {fields.map((field) => (
          <DisputedField
            key={field.name}
            field={field}
            store={store}
            theirs={dispute.theirs.values[field.name]}
            name={name}
            chosen={chosen.get(field.name) ?? null}
            onChoose={(side) => setChosen(new Map([...chosen, [field.name, side]]))}
          />
        ))}
      </Stack>
      <Group justify="flex-end" gap="xs" mt="lg">
        {left > 0 && (
          <Text c="dimmed" mr="auto">
            {t("entry.disputeLeft", { count: left })}
          </Text>
        )}
        <Button
          variant="default"
          disabled={left > 0}
          onClick={() => {
            settle();
            onClose();
          }}
        >
          {t("entry.takeAndEdit")}
        </Button>
        <Button
          disabled={left > 0}
          onClick={() => {
            settle();
            onSave();
          }}
        >
          {t("entry.takeAndSave")}
        </Button>
      </Group>
    </Modal>
  );
}

type FieldProps = {
  field: Field;
  store: FormStore;
  theirs: unknown;
  name: string;
  chosen: Side | null;
  onChoose: (side: Side) => void;
};

function DisputedField({ field, store, theirs, name, chosen, onChoose }: FieldProps) {
  const { t } = useTranslation();
  const model = useModel();
  const mine = useFormState(store, (state) => state.values[field.name]);
  const before = useFormState(store, (state) => state.base[field.name]);
  const words = disputeWords(field, { before, mine, theirs }, model);
  const option = (side: Side, label: string) => (
    // biome-ignore lint/a11y/useSemanticElements: the value itself is what is chosen
    <button
      type="button"
      role="radio"
      aria-checked={chosen === side}
      className={classes.version}
      onClick={() => onChoose(side)}
    >
      <Badge variant={chosen === side ? "filled" : "default"} mb={6}>
        {label}
      </Badge>
      <div>{words[side] || t("fields.empty")}</div>
    </button>
  );
  return (
    <div role="radiogroup" aria-label={field.label}>
      <Title order={3} size="h6" mb={6}>
        {field.label}
      </Title>
      <div className={classes.side3}>
        {option("theirs", t("entry.theirs", { name }))}
        {option("mine", t("entry.mine"))}
        <div className={classes.version}>
          <Badge variant="default" mb={6}>
            {t("entry.before")}
          </Badge>
          <Text c="dimmed" inherit>
            {words.before || t("fields.empty")}
          </Text>
        </div>
      </div>
    </div>
  );
}

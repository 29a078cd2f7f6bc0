import {
  Checkbox,
  Code,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModelPage } from "../model-context.ts";
import { addField, changeField, printField } from "../sdl/fields.ts";
import { usesOfType } from "../sdl/mentions.ts";
import { renameReferences } from "../sdl/references.ts";
import { declaredField, readSources } from "../sdl/sources.ts";
import { emptyForm, type FieldForm, fieldChange, literalMistakes, readFieldForm } from "./field-form.ts";
import { FieldLimits, FieldLook } from "./field-options.tsx";
import { withType } from "./field-type.ts";
import { FormDrawer } from "./form-drawer.tsx";
import { namePattern, typeOptions } from "./type-options.ts";
import { useChange } from "./use-change.ts";

type Props = { owner: string; fieldName?: string; onClose: () => void };

/** Adds a field, or changes one. */
export function FieldDrawer({ owner, fieldName, onClose }: Props) {
  const { t } = useTranslation();
  const { model, sources, files } = useModelPage();
  const change = useChange();
  const declared = fieldName ? declaredField(sources, owner, fieldName) : null;
  const node = declared?.field ?? null;
  const isOfInterface = model.interfaces?.has(owner) ?? false;
  const [form, setForm] = useState<FieldForm>(() => ({
    ...(node ? readFieldForm(node) : emptyForm),
    keepsData: !isOfInterface,
  }));
  const set = (part: Partial<FieldForm>) => setForm((before) => ({ ...before, ...part }));
  const others =
    (model.collections.get(owner) ?? model.components.get(owner) ?? model.interfaces?.get(owner))?.fields ??
    [];
  const isTaken = form.name !== fieldName && others.some((field) => field.name === form.name);
  const isRenamed = fieldName !== undefined && form.name !== fieldName;
  const nameError =
    form.name !== "" && !namePattern.test(form.name)
      ? t("model.badName")
      : isTaken
        ? t("model.takenName", { name: form.name })
        : undefined;
  const isValid =
    form.name !== "" && !nameError && form.type !== "" && Object.keys(literalMistakes(form)).length === 0;
  const wanted = fieldChange(form, node);
  const [isForAll, setForAll] = useState(true);
  const implementers = isOfInterface
    ? usesOfType(sources, owner).flatMap((use) => (use.kind === "implements" ? use.owner : []))
    : [];

  const submit = () => {
    const isDone = fieldName
      ? change(
          (all) =>
            changeField(
              isRenamed ? renameReferences(all, owner, fieldName, form.name) : all,
              owner,
              fieldName,
              wanted,
            ),
          t("model.done.fieldChanged", { name: form.name }),
        )
      : change(
          (all) =>
            [owner, ...(isForAll ? implementers : [])].reduce(
              (added, name) =>
                declaredField(readSources(added), name, wanted.name)
                  ? added
                  : addField(added, name, wanted, files.files[0]?.path ?? ""),
              all,
            ),
          t("model.done.fieldAdded", { name: form.name }),
        );
    if (isDone) onClose();
  };

  return (
    <FormDrawer
      title={
        fieldName
          ? t("model.editField", { name: `${owner}.${fieldName}` })
          : t("model.addFieldTo", { name: owner })
      }
      submitLabel={fieldName ? t("common.apply") : t("common.add")}
      isValid={isValid}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t("common.name")}
        description={t("model.form.fieldNameHelp")}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={nameError}
        withAsterisk
        data-autofocus
        spellCheck={false}
      />
      {isRenamed && !isOfInterface && (
        <Checkbox
          label={t("model.form.keepsData")}
          checked={form.keepsData}
          onChange={(event) => set({ keepsData: event.currentTarget.checked })}
        />
      )}
      <Select
        label={t("model.columns.type")}
        data={typeOptions(model, t)}
        value={form.type}
        onChange={(type) => type && set(withType(form, type, model.collections.has(type)))}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t("model.nothingFound")}
        withAsterisk
      />
      <Group>
        <Switch
          label={t("model.form.list")}
          checked={form.list}
          onChange={(event) => {
            const list = event.currentTarget.checked;
            // A list is empty rather than missing, as a rule.
            set(list ? { list, required: true, itemsRequired: true } : { list });
          }}
        />
        <Switch
          label={t("model.form.required")}
          checked={form.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
        {form.list && (
          <Switch
            label={t("model.form.itemsRequired")}
            checked={form.itemsRequired}
            onChange={(event) => set({ itemsRequired: event.currentTarget.checked })}
          />
        )}
      </Group>
      <Textarea
        label={t("model.form.description")}
        description={t("model.form.descriptionHelp")}
        value={form.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={6}
      />
      {isOfInterface ? (
        <>
          {!fieldName && implementers.length > 0 && (
            <Checkbox
              label={t("model.form.forImplementers", { types: implementers.join(", ") })}
              checked={isForAll}
              onChange={(event) => setForAll(event.currentTarget.checked)}
            />
          )}
          <Text size="xs" c="dimmed">
            {t("model.form.interfaceFieldHelp")}
          </Text>
        </>
      ) : (
        <>
          <FieldLimits owner={owner} form={form} onChange={set} />
          <FieldLook owner={owner} form={form} onChange={set} />
        </>
      )}
      {isValid && (
        <Stack gap={4}>
          <Title order={3} size="h6">
            {t("model.form.writes")}
          </Title>
          <Code block style={{ whiteSpace: "pre-wrap" }}>
            {printField(wanted, "  ", "\n").replace(/^ {2}/gm, "")}
          </Code>
          {node && (
            <Text size="xs" c="dimmed">
              {t("model.form.writesHelp")}
            </Text>
          )}
        </Stack>
      )}
    </FormDrawer>
  );
}

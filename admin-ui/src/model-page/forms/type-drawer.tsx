import {
  Autocomplete,
  Button,
  Checkbox,
  Divider,
  Group,
  MultiSelect,
  Select,
  SimpleGrid,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import { removeTypeAndUses, usesOfType } from "../sdl/mentions.ts";
import { readSources } from "../sdl/sources.ts";
import { removeType } from "../sdl/types.ts";
import { kindOfType, ownFields, type TypeKind } from "../types/type-index.ts";
import { FormDrawer } from "./form-drawer.tsx";
import { isLiteral, LiteralInput } from "./literal-input.tsx";
import { changeType, readTypeForm, type TypeForm } from "./type-form.ts";
import { namePattern } from "./type-options.ts";
import { CheckRows, IndexRows } from "./type-rows.tsx";
import { useChange } from "./use-change.ts";

const RemovalDialog = lazyPart(() =>
  import("./removal-dialog.tsx").then((file) => ({ default: file.RemovalDialog })),
);

/** The settings of a type. */
export function TypeDrawer({ name, kind, onClose }: { name: string; kind: TypeKind; onClose: () => void }) {
  const { t } = useTranslation();
  const { model, files, sources } = useModelPage();
  const go = useGo();
  const change = useChange();
  const hasData = (readSources(files.base).types.get(name)?.length ?? 0) > 0;
  const [form, setForm] = useState<TypeForm>(() => ({
    ...readTypeForm(files.files, name),
    // A name that is not applied yet has no data, and an earlier one is kept as it is written.
    keepsData: hasData,
  }));
  const set = (part: Partial<TypeForm>) => setForm((before) => ({ ...before, ...part }));
  const collection = model.collections.get(name);
  const interfaces = [...(model.interfaces?.keys() ?? [])];
  const isBuiltIn = collection?.builtIn ?? false;
  const isRenamed = form.name !== name;
  const nameError =
    form.name !== "" && !namePattern.test(form.name)
      ? t("model.badName")
      : isRenamed && kindOfType(model, form.name)
        ? t("model.takenName", { name: form.name })
        : undefined;
  const isValid =
    form.name !== "" &&
    !nameError &&
    isLiteral(form.orderBy) &&
    form.indexes.every((row) => row.fields.length > 0) &&
    form.checks.every((row) => row.where.trim() !== "" && isLiteral(row.where));
  const submit = () => {
    if (!change((all) => changeType(all, name, form), t("model.done.typeChanged", { name: form.name })))
      return;
    onClose();
    if (isRenamed) go({ view: "types", type: form.name }, { replace: true });
  };
  const [isAsking, setAsking] = useState(false);
  const uses = usesOfType(sources, name);
  const remove = (isWithAll: boolean) => {
    const done = t("model.done.typeRemoved", { name });
    if (!change((all) => (isWithAll ? removeTypeAndUses(all, name) : removeType(all, name)), done)) return;
    onClose();
  };
  return (
    <FormDrawer
      title={t("model.settingsOf", { name })}
      submitLabel={t("common.apply")}
      isValid={isValid}
      onSubmit={submit}
      onClose={onClose}
    >
      {!isBuiltIn && (
        <TextInput
          label={t("common.name")}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={nameError}
          spellCheck={false}
          withAsterisk
          data-autofocus
        />
      )}
      {isRenamed && hasData && (collection || kind === "component") && (
        <Checkbox
          label={t("model.form.keepsData")}
          checked={form.keepsData}
          onChange={(event) => set({ keepsData: event.currentTarget.checked })}
        />
      )}
      {!isBuiltIn && (
        <Textarea
          label={t("model.form.description")}
          value={form.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
          autosize
          minRows={1}
          maxRows={6}
        />
      )}
      {(kind === "collection" || kind === "singleton" || kind === "component") && interfaces.length > 0 && (
        <MultiSelect
          label={t("model.form.implements")}
          description={t("model.form.implementsHelp")}
          data={interfaces}
          value={form.interfaces}
          onChange={(chosen) => set({ interfaces: chosen })}
          searchable
          clearable
        />
      )}
      {collection && !isBuiltIn && <Settings name={name} form={form} onChange={set} />}
      {collection && (
        <>
          <IndexRows name={name} rows={form.indexes} onChange={(indexes) => set({ indexes })} />
          <CheckRows name={name} rows={form.checks} onChange={(checks) => set({ checks })} />
        </>
      )}
      {!isBuiltIn && (
        <>
          <Divider />
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <span>
              {uses.length > 0
                ? t("model.form.removeUsed", { count: uses.length })
                : t(collection ? "model.form.removeHelp" : "model.form.removeUnused")}
            </span>
            <Button
              variant="light"
              color="red"
              flex="none"
              leftSection={<IconTrash size={15} />}
              onClick={() => (uses.length > 0 ? setAsking(true) : remove(false))}
            >
              {t("model.form.removeType")}
            </Button>
          </Group>
        </>
      )}
      <Suspense>
        {isAsking && (
          <RemovalDialog
            title={t("model.removal.title", { name })}
            named={uses.map(({ owner, field, kind }) => ({
              key: `${owner}.${field} ${kind}`,
              what: field ? `${owner}.${field}` : owner,
              fate: t(`model.removal.uses.${kind}`),
            }))}
            aloneLabel={t("model.removal.typeAlone")}
            onRemove={remove}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </FormDrawer>
  );
}

type SettingsProps = { name: string; form: TypeForm; onChange: (part: Partial<TypeForm>) => void };

function Settings({ name, form, onChange }: SettingsProps) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const collection = model.collections.get(name);
  const fields = ownFields(collection?.fields ?? []).map((field) => field.name);
  const groups = [...new Set([...model.collections.values()].flatMap((other) => other.group ?? []))];
  return (
    <>
      <SimpleGrid cols={2}>
        <Select
          label={t("model.form.title")}
          data={form.title && !fields.includes(form.title) ? [form.title, ...fields] : fields}
          value={form.title || null}
          onChange={(title) => onChange({ title: title ?? "" })}
          searchable
          clearable
        />
        {!collection?.singleton && (
          <TextInput
            label={t("model.form.plural")}
            value={form.plural}
            onChange={(event) => onChange({ plural: event.currentTarget.value })}
            spellCheck={false}
          />
        )}
        <Autocomplete
          label={t("model.form.group")}
          data={groups}
          value={form.group}
          onChange={(group) => onChange({ group })}
        />
        <TextInput
          label={t("model.form.icon")}
          value={form.icon}
          onChange={(event) => onChange({ icon: event.currentTarget.value })}
          spellCheck={false}
        />
      </SimpleGrid>
      {!collection?.singleton && (
        <LiteralInput
          label={t("model.form.orderBy")}
          value={form.orderBy}
          onChange={(orderBy) => onChange({ orderBy })}
          expected={{ kind: "order", type: name }}
          placeholder="{ createdAt: DESC }"
        />
      )}
      <TextInput
        label={t("model.form.preview")}
        value={form.preview}
        onChange={(event) => onChange({ preview: event.currentTarget.value })}
        placeholder="/posts/{slug}"
        spellCheck={false}
      />
      <Switch
        label={t("model.form.drafts")}
        checked={form.drafts}
        onChange={(event) => onChange({ drafts: event.currentTarget.checked })}
      />
      <Group>
        <Switch
          label={t("model.form.versions")}
          checked={form.versions}
          onChange={(event) => onChange({ versions: event.currentTarget.checked })}
        />
        {form.versions && (
          <TextInput
            aria-label={t("model.form.keep")}
            placeholder="100"
            w={90}
            inputMode="numeric"
            value={form.keep}
            onChange={(event) => onChange({ keep: event.currentTarget.value.replace(/\D/g, "") })}
          />
        )}
      </Group>
      <Group>
        <Switch
          label={t("model.form.trash")}
          checked={form.trash}
          onChange={(event) => onChange({ trash: event.currentTarget.checked })}
        />
        {form.trash && (
          <TextInput
            aria-label={t("model.form.keepDays")}
            placeholder="30"
            w={90}
            inputMode="numeric"
            value={form.keepDays}
            onChange={(event) => onChange({ keepDays: event.currentTarget.value.replace(/\D/g, "") })}
          />
        )}
      </Group>
    </>
  );
}

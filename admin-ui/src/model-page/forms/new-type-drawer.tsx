import { Autocomplete, Checkbox, MultiSelect, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import type { Arguments } from "../sdl/directives.ts";
import { quoted } from "../sdl/literal.ts";
import { addType, type NewType } from "../sdl/types.ts";
import { kindOfType, type TypeKind } from "../types/type-index.ts";
import { FormDrawer } from "./form-drawer.tsx";
import { namePattern, typeOptions } from "./type-options.ts";
import { useChange } from "./use-change.ts";

const kinds: TypeKind[] = ["collection", "singleton", "component", "blocks", "enum", "interface"];
const filePattern = /^schema\/(?:[^/\\.:][^/\\:]*\/)*[^/\\.:][^/\\:]*\.graphql$/;

/** Adds a type with what it can't be without: its first field, its members or its values. */
export function NewTypeDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { model, files } = useModelPage();
  const go = useGo();
  const change = useChange();
  const [kind, setKind] = useState<TypeKind>("collection");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [group, setGroup] = useState("");
  const [field, setField] = useState("title");
  const [fieldType, setFieldType] = useState("String");
  const [members, setMembers] = useState<string[]>([]);
  const [values, setValues] = useState<string[]>([]);
  const [isPublic, setPublic] = useState(true);
  const [path, setPath] = useState(files.files[0]?.path ?? "schema/model.graphql");
  const isStored = kind === "collection" || kind === "singleton";
  const hasFields = isStored || kind === "component" || kind === "interface";
  const groups = [
    ...new Set([...model.collections.values()].flatMap((collection) => collection.group ?? [])),
  ];
  const nameError =
    name !== "" && !namePattern.test(name)
      ? t("model.badName")
      : kindOfType(model, name)
        ? t("model.takenName", { name })
        : undefined;
  const pathError = filePattern.test(path) ? undefined : t("model.badPath");
  const isComplete = hasFields
    ? namePattern.test(field)
    : kind === "blocks"
      ? members.length > 0
      : values.length > 0 && values.every((value) => namePattern.test(value));
  const submit = () => {
    const settings: Arguments = {
      ...(kind === "collection" && fieldType === "String" ? { title: quoted(field) } : {}),
      ...(group.trim() === "" ? {} : { group: quoted(group.trim()) }),
    };
    const directives: [string, Arguments][] =
      hasFields && kind !== "interface" ? [[kind, isStored ? settings : {}]] : [];
    if (isStored && isPublic) directives.push(["allow", { to: "public", do: "READ" }]);
    const about = { name, description, directives };
    const type: NewType = hasFields
      ? {
          ...about,
          kind: kind === "interface" ? "interface" : "type",
          fields: [`${field}: ${fieldType}${isStored && fieldType === "String" ? "!" : ""}`],
        }
      : kind === "blocks"
        ? { ...about, kind: "union", members }
        : { ...about, kind: "enum", values };
    if (!change((all) => addType(all, path, type), t("model.done.typeAdded", { name }))) return;
    onClose();
    go({ view: "types", type: name });
  };
  return (
    <FormDrawer
      title={t("model.newType")}
      submitLabel={t("common.add")}
      isValid={name !== "" && !nameError && !pathError && isComplete}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={t("model.form.kind")}
        data={kinds.map((value) => ({ value, label: t(`model.kinds.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(kinds.find((kind) => kind === value) ?? "collection")}
        allowDeselect={false}
      />
      <TextInput
        label={t("common.name")}
        description={t("model.form.typeNameHelp")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={nameError}
        spellCheck={false}
        withAsterisk
        data-autofocus
      />
      <Textarea
        label={t("model.form.description")}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        autosize
        minRows={1}
      />
      {isStored && (
        <Autocomplete label={t("model.form.group")} data={groups} value={group} onChange={setGroup} />
      )}
      {hasFields && (
        <>
          <TextInput
            label={t("model.form.firstField")}
            value={field}
            onChange={(event) => setField(event.currentTarget.value)}
            error={namePattern.test(field) ? undefined : t("model.badName")}
            spellCheck={false}
          />
          <Select
            label={t("model.form.firstFieldType")}
            data={typeOptions(model, t)}
            value={fieldType}
            onChange={(type) => type && setFieldType(type)}
            allowDeselect={false}
            searchable
          />
        </>
      )}
      {kind === "blocks" && (
        <MultiSelect
          label={t("model.members")}
          data={[...model.components.keys()]}
          value={members}
          onChange={setMembers}
          nothingFoundMessage={t("model.form.noComponents")}
          searchable
        />
      )}
      {kind === "enum" && (
        <TagsInput
          label={t("model.values")}
          description={t("model.form.valuesHelp")}
          value={values}
          onChange={setValues}
          error={values.every((value) => namePattern.test(value)) ? undefined : t("model.badName")}
        />
      )}
      {isStored && (
        <Checkbox
          label={t("model.form.isPublic")}
          description={t("model.form.isPublicHelp")}
          checked={isPublic}
          onChange={(event) => setPublic(event.currentTarget.checked)}
        />
      )}
      <Autocomplete
        label={t("model.form.file")}
        description={t("model.form.fileHelp")}
        data={files.files.map((file) => file.path)}
        value={path}
        onChange={setPath}
        error={pathError}
      />
    </FormDrawer>
  );
}

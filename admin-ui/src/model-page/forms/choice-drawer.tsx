import { Checkbox, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isKnown } from "../draft/known-names.ts";
import { useModelPage } from "../model-context.ts";
import { addEnumValue, addMember, changeEnumValue } from "../sdl/choices.ts";
import { readSources } from "../sdl/sources.ts";
import { valuesOf } from "../types/type-index.ts";
import { FormDrawer } from "./form-drawer.tsx";
import { namePattern } from "./type-options.ts";
import { useChange } from "./use-change.ts";

type Props = { owner: string; name?: string; kind: "member" | "value"; onClose: () => void };

export function ChoiceDrawer(props: Props) {
  return props.kind === "member" ? <MemberForm {...props} /> : <ValueForm {...props} />;
}

/** Adds a component to a union. */
function MemberForm({ owner, onClose }: Props) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const change = useChange();
  const [component, setComponent] = useState<string | null>(null);
  const members = new Set(model.blocks.get(owner)?.members.map((member) => member.component));
  const submit = () => {
    if (!component) return;
    const isDone = change(
      (files) => addMember(files, owner, component),
      t("model.done.valueAdded", { name: component }),
    );
    if (isDone) onClose();
  };
  return (
    <FormDrawer
      title={t("model.addMemberTo", { name: owner })}
      submitLabel={t("common.add")}
      isValid={component !== null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select
        label={t("model.kinds.component")}
        data={[...model.components.keys()].filter((name) => !members.has(name))}
        value={component}
        onChange={setComponent}
        nothingFoundMessage={t("model.nothingFound")}
        searchable
        data-autofocus
      />
    </FormDrawer>
  );
}

/** Adds a value to an enum, or changes one. */
function ValueForm({ owner, name, onClose }: Props) {
  const { t } = useTranslation();
  const { model, files } = useModelPage();
  const change = useChange();
  const values = valuesOf(model, owner);
  const before = values.find((value) => value.name === name);
  const [value, setValue] = useState(name ?? "");
  const [description, setDescription] = useState(before?.description ?? "");
  const hasData =
    name !== undefined && isKnown(readSources(files.base), readSources(files.files), owner, name);
  const [keepsData, setKeepsData] = useState(hasData);
  const isTaken = value !== name && values.some((other) => other.name === value);
  const error =
    value !== "" && !namePattern.test(value)
      ? t("model.badName")
      : isTaken
        ? t("model.takenName", { name: value })
        : undefined;
  const submit = () => {
    const isDone = name
      ? change(
          (all) => changeEnumValue(all, owner, name, { name: value, description, keepsData }),
          t("model.done.valueChanged", { name: value }),
        )
      : change(
          (all) => addEnumValue(all, owner, { name: value, description }, files.files[0]?.path ?? ""),
          t("model.done.valueAdded", { name: value }),
        );
    if (isDone) onClose();
  };
  return (
    <FormDrawer
      title={
        name ? t("model.editField", { name: `${owner}.${name}` }) : t("model.addValueTo", { name: owner })
      }
      submitLabel={t(name ? "common.apply" : "common.add")}
      isValid={value !== "" && error === undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t("common.name")}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={error}
        spellCheck={false}
        withAsterisk
        data-autofocus
      />
      {hasData && value !== name && (
        <Checkbox
          label={t("model.form.keepsData")}
          checked={keepsData}
          onChange={(event) => setKeepsData(event.currentTarget.checked)}
        />
      )}
      <Textarea
        label={t("model.form.description")}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        autosize
        minRows={1}
      />
    </FormDrawer>
  );
}

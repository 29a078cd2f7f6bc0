import {
  Fieldset,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fieldsOf } from "../../model/model.ts";
import { useModelPage } from "../model-context.ts";
import { ownFields, valuesOf } from "../types/type-index.ts";
import { type FieldForm, holdsText, literalMistakes } from "./field-form.ts";
import { lengthTypes, longTypes, rangeTypes } from "./field-type.ts";
import { LiteralInput } from "./literal-input.tsx";

type Props = { owner: string; form: FieldForm; onChange: (part: Partial<FieldForm>) => void };

const flags = ["unique", "index", "readOnly", "writeOnce", "secret", "localized", "search"] as const;

/** What values a field may have, and where links lead. */
export function FieldLimits({ owner, form, onChange }: Props) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const mistakes = literalMistakes(form);
  const isRelation = model.collections.has(form.type);
  const isScalar = !isRelation && !model.components.has(form.type) && !model.blocks.has(form.type);
  const isInCollection = model.collections.has(owner);
  const backs = fieldsOf(model, form.type).filter((field) => field.type === owner && !field.builtIn);
  const texts = ownFields(fieldsOf(model, owner)).filter(
    (field) => lengthTypes.has(field.type) && !field.list,
  );
  const literal = (name: "max" | "maxBytes" | "maxLength" | "maxLinks" | "min" | "minLength" | "weight") => (
    <TextInput
      label={t(`model.form.${name}`)}
      value={form[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      error={mistakes[name]}
    />
  );
  const isShort = !form.list && !longTypes.has(form.type) && form.inverse === "";
  const canBeIndexed =
    isInCollection && isShort && !model.components.has(form.type) && !model.blocks.has(form.type);
  const fits = {
    unique: canBeIndexed && form.type !== "Point",
    index: canBeIndexed && isScalar,
    search: isInCollection && (lengthTypes.has(form.type) || form.type === "RichText"),
  };
  // What is said already can be taken away, though it does not fit.
  const shown = flags.filter((flag) => form[flag] || !(flag in fits) || fits[flag as keyof typeof fits]);
  return (
    <Fieldset legend={t("model.form.limits")}>
      <Stack gap="sm">
        <Group gap="md">
          {shown.map((flag) => (
            <Switch
              key={flag}
              label={t(`model.form.${flag}`)}
              checked={form[flag]}
              onChange={(event) => onChange({ [flag]: event.currentTarget.checked })}
            />
          ))}
        </Group>
        {form.search && literal("weight")}
        {isScalar && <DefaultInput form={form} onChange={onChange} error={mistakes.defaultValue} />}
        {isScalar && rangeTypes.has(form.type) && (
          <SimpleGrid cols={2}>
            {literal("min")}
            {literal("max")}
          </SimpleGrid>
        )}
        {isScalar && (lengthTypes.has(form.type) || form.list) && (
          <SimpleGrid cols={2}>
            {literal("minLength")}
            {literal("maxLength")}
          </SimpleGrid>
        )}
        {isScalar && lengthTypes.has(form.type) && (
          <TextInput
            label={t("model.form.pattern")}
            value={form.pattern}
            onChange={(event) => onChange({ pattern: event.currentTarget.value })}
            spellCheck={false}
          />
        )}
        {(form.min || form.max || form.minLength || form.maxLength || form.pattern) && (
          <TextInput
            label={t("model.form.message")}
            value={form.message}
            onChange={(event) => onChange({ message: event.currentTarget.value })}
          />
        )}
        {form.type === "Slug" && (isInCollection || form.slugFrom !== "") && (
          <Select
            label={t("model.form.slugFrom")}
            data={texts.map((field) => field.name)}
            value={form.slugFrom || null}
            onChange={(slugFrom) => onChange({ slugFrom: slugFrom ?? "" })}
            clearable
          />
        )}
        {isRelation && isInCollection && (
          <Select
            label={t("model.form.inverse")}
            description={t("model.form.inverseHelp")}
            data={backs.map((field) => field.name)}
            value={form.inverse || null}
            onChange={(inverse) => onChange({ inverse: inverse ?? "" })}
            nothingFoundMessage={t("model.form.noInverse", { type: form.type, owner })}
            searchable
            clearable
          />
        )}
        {isRelation && !form.list && form.inverse === "" && (
          <Select
            label={t("model.form.onDelete")}
            data={(["RESTRICT", "CASCADE", "SET_NULL"] as const).map((value) => ({
              value,
              label: t(`model.onDelete.${value}`),
            }))}
            value={form.onDelete || null}
            onChange={(onDelete) => onChange({ onDelete: onDelete ?? "" })}
            clearable
          />
        )}
        {isRelation && form.list && literal("maxLinks")}
        {form.type === "Asset" && (
          <TagsInput
            label={t("model.form.accept")}
            description={t("model.form.acceptHelp")}
            data={["image/*", "video/*", "audio/*", "application/pdf"]}
            value={form.accept}
            onChange={(accept) => onChange({ accept })}
          />
        )}
        {form.type === "Asset" && literal("maxBytes")}
        {form.type === "RichText" && (
          <>
            <TagsInput
              label={t("model.form.blocks")}
              data={richBlocks}
              value={form.blocks}
              onChange={(blocks) => onChange({ blocks })}
            />
            <TagsInput
              label={t("model.form.marks")}
              data={richMarks}
              value={form.marks}
              onChange={(marks) => onChange({ marks })}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

const richBlocks = [
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "blockquote",
  "codeBlock",
  "horizontalRule",
];
const richMarks = ["bold", "italic", "underline", "strike", "code", "link"];

const widths = ["full", "two-thirds", "half", "third", "quarter"];

/** Where the field stands in the form of an entry. */
export function FieldLook({ owner, form, onChange }: Props) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const tabs = [...new Set(fieldsOf(model, owner).flatMap((field) => field.ui?.tab ?? []))];
  return (
    <Fieldset legend={t("model.form.look")}>
      <Stack gap="sm">
        <SimpleGrid cols={2}>
          <TextInput
            label={t("model.form.tab")}
            description={tabs.length > 0 ? t("model.form.tabHelp", { tabs: tabs.join(", ") }) : undefined}
            value={form.tab}
            onChange={(event) => onChange({ tab: event.currentTarget.value })}
          />
          <Select
            label={t("model.form.width")}
            description={tabs.length > 0 ? t("model.form.widthHelp") : undefined}
            data={[...widths, ...(form.width && !widths.includes(form.width) ? [form.width] : [])]}
            value={form.width || null}
            onChange={(width) => onChange({ width: width ?? "" })}
            clearable
          />
        </SimpleGrid>
        <TextInput
          label={t("model.form.help")}
          value={form.help}
          onChange={(event) => onChange({ help: event.currentTarget.value })}
        />
        <LiteralInput
          label={t("model.form.showIf")}
          description={t("model.form.filterHelp")}
          value={form.showIf}
          onChange={(showIf) => onChange({ showIf })}
          expected={{ kind: "filter", type: owner }}
          placeholder="{ featured: { eq: true } }"
        />
        <Switch
          label={t("model.form.isDeprecated")}
          checked={form.isDeprecated}
          onChange={(event) => onChange({ isDeprecated: event.currentTarget.checked })}
        />
        {form.isDeprecated && (
          <Textarea
            label={t("model.form.deprecated")}
            value={form.deprecated}
            onChange={(event) => onChange({ deprecated: event.currentTarget.value })}
            autosize
            minRows={1}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

function DefaultInput({ form, onChange, error }: Omit<Props, "owner"> & { error: string | undefined }) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const label = t("model.form.defaultValue");
  const values = form.list ? [] : valuesOf(model, form.type).map((value) => value.name);
  const options = form.type === "Boolean" && !form.list ? ["true", "false"] : values;
  if (options.length > 0)
    return (
      <Select
        label={label}
        data={options}
        value={form.defaultValue || null}
        onChange={(value) => onChange({ defaultValue: value ?? "" })}
        clearable
      />
    );
  return (
    <TextInput
      label={label}
      description={holdsText(form) ? undefined : t("model.form.literalHelp")}
      value={form.defaultValue}
      onChange={(event) => onChange({ defaultValue: event.currentTarget.value })}
      error={error}
    />
  );
}

import { JsonInput, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import type { TFunction } from "i18next";
import { Suspense, useId } from "react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../../api/json-object.ts";
import { itemField } from "../../fields/field-value.ts";
import { inputFor } from "../../fields/inputs.ts";
import type { Field, Model } from "../../model/model.ts";
import classes from "./filter.module.css";
import { isAnyOf, isName } from "./filter-tree.ts";
import { severalOf, typedValue } from "./filter-value.ts";
import { RecordPicker } from "./record-picker.tsx";

type Props = {
  model: Model;
  field: Field;
  operator: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** What a field is compared with: how it is given depends on the operator and on the field's kind. */
export function ValueInput(props: Props) {
  const { t } = useTranslation();
  const { model, field, operator, value, onChange } = props;
  if (operator === isAnyOf)
    return <RecordPicker model={model} typeName={field.type} ids={textsOf(value)} onChange={onChange} />;
  if (operator === "between") return <Between {...props} />;
  if (operator === "near") return <Near value={value} onChange={onChange} />;
  if (operator === "within") return <Within value={value} onChange={onChange} />;
  if (operator === "path") return <JsonPath value={value} onChange={onChange} />;
  const choices = choicesOf(model, field, t);
  if (severalOf.has(operator)) {
    if (choices)
      return (
        <MultiSelect
          size="xs"
          aria-label={t("list.filter.value")}
          data={choices}
          value={textsOf(value)}
          onChange={onChange}
        />
      );
    return (
      <TagsInput
        size="xs"
        aria-label={t("list.filter.values")}
        placeholder={textsOf(value).length === 0 ? t("list.filter.valuesHint") : undefined}
        value={textsOf(value)}
        onChange={(texts) =>
          onChange(texts.map((text) => typedValue(text, field.type)).filter((one) => one !== null))
        }
      />
    );
  }
  return <OneValue {...props} />;
}

/** One value of the field's kind. */
function OneValue({ model, field, operator, value, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const choices = choicesOf(model, field, t);
  if (choices)
    return (
      <Select
        size="xs"
        aria-label={t("list.filter.value")}
        data={choices}
        value={value === null || value === undefined ? null : String(value)}
        onChange={(chosen) =>
          onChange(field.type === "Boolean" && chosen !== null ? chosen === "true" : chosen)
        }
      />
    );
  const isText = ["contains", "startsWith", "endsWith", "like"].includes(operator) || texts.has(field.type);
  if (isText)
    return (
      <TextInput
        size="xs"
        aria-label={t("list.filter.value")}
        placeholder={operator === "like" ? t("list.filter.likeHint") : undefined}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
      />
    );
  const Input = inputFor(field);
  return (
    <Suspense>
      <Input
        field={{ ...itemField(field), required: false, check: null, ui: null, readOnly: false }}
        id={id}
        label={t("list.filter.value")}
        isLabelHidden
        value={value ?? null}
        onChange={onChange}
        path={field.name}
      />
    </Suspense>
  );
}

const texts = new Set(["String", "Text", "Markdown", "Slug", "Email", "URL", "ID"]);

type Choice = { value: string; label: string };

/** The few values that there are; null where there are many. */
function choicesOf(model: Model, field: Field, t: TFunction): Choice[] | null {
  if (field.type === "Boolean")
    return [
      { value: "true", label: t("common.yes") },
      { value: "false", label: t("common.no") },
    ];
  if (field.kind !== "ENUM") return null;
  if (field.name === isName && field.operators.includes(isName))
    return (model.blocks.get(field.type)?.members ?? []).map(({ component }) => ({
      value: component,
      label: model.components.get(component)?.label ?? component,
    }));
  const values = field.type === "Role" ? model.roles : (model.enums.get(field.type)?.values ?? []);
  return values.map(({ name, label }) => ({ value: name, label }));
}

function Between({ value, onChange, ...props }: Props) {
  const { t } = useTranslation();
  const [from, to] = Array.isArray(value) ? value : [null, null];
  return (
    <div className={classes.pair}>
      <OneValue {...props} operator="gte" value={from} onChange={(next) => onChange([next, to ?? null])} />
      <span style={{ flex: "0 0 auto" }}>{t("list.filter.and")}</span>
      <OneValue {...props} operator="lte" value={to} onChange={(next) => onChange([from ?? null, next])} />
    </div>
  );
}

type PartProps = { value: unknown; onChange: (value: unknown) => void };

function Near({ value, onChange }: PartProps) {
  const { t } = useTranslation();
  const near = isRecord(value) ? value : {};
  return (
    <div className={classes.pair}>
      {(["lat", "lng", "meters"] as const).map((name) => (
        <NumberPart
          key={name}
          label={t(`list.filter.${name}`)}
          value={near[name]}
          onChange={(next) => onChange({ ...near, [name]: next })}
        />
      ))}
    </div>
  );
}

const edges = ["minLat", "minLng", "maxLat", "maxLng"] as const;

function Within({ value, onChange }: PartProps) {
  const { t } = useTranslation();
  if (isRecord(value) && "polygon" in value) return <Polygon value={value} onChange={onChange} />;
  const box = isRecord(value) && isRecord(value.box) ? value.box : {};
  return (
    <div className={classes.pair}>
      {edges.map((name) => (
        <NumberPart
          key={name}
          label={t(`list.filter.${name}`)}
          value={box[name]}
          onChange={(next) => onChange({ box: { ...box, [name]: next } })}
        />
      ))}
    </div>
  );
}

/** A shape of many corners comes from elsewhere; here its numbers can be put right. */
function Polygon({ value, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <JsonInput
      size="xs"
      autosize
      maxRows={8}
      aria-label={t("list.filter.polygon")}
      validationError={t("list.filter.jsonInvalid")}
      defaultValue={JSON.stringify(value)}
      onChange={(text) => {
        try {
          onChange(JSON.parse(text));
        } catch {
          // The field says so itself.
        }
      }}
    />
  );
}

function NumberPart({ label, value, onChange }: PartProps & { label: string }) {
  return (
    <NumberInput
      size="xs"
      hideControls
      label={label}
      value={typeof value === "number" ? value : ""}
      onChange={(next) => onChange(typeof next === "number" ? next : null)}
    />
  );
}

const pathTests = ["eq", "ne", "gt", "gte", "lt", "lte", "contains", "startsWith", "endsWith"] as const;

/** A place inside of JSON, and what must be there. */
function JsonPath({ value, onChange }: PartProps) {
  const { t } = useTranslation();
  const test = isRecord(value) ? value : {};
  const name = pathTests.find((it) => it in test) ?? "eq";
  const operand = test[name];
  const set = (at: unknown, operator: string, next: unknown) =>
    onChange(next === undefined ? { at } : { at, [operator]: next });
  return (
    <div className={classes.pair}>
      <TextInput
        size="xs"
        aria-label={t("list.filter.jsonPath")}
        placeholder={t("list.filter.jsonPath")}
        value={typeof test.at === "string" ? test.at : ""}
        onChange={(event) => set(event.currentTarget.value, name, operand)}
      />
      <Select
        size="xs"
        aria-label={t("list.filter.operator")}
        allowDeselect={false}
        value={name}
        data={pathTests.map((it) => ({ value: it, label: t(`list.filter.ops.${it}`) }))}
        onChange={(next) => next && set(test.at, next, operand)}
      />
      <TextInput
        size="xs"
        aria-label={t("list.filter.value")}
        placeholder={t("list.filter.value")}
        value={operand === undefined ? "" : typeof operand === "string" ? operand : JSON.stringify(operand)}
        onChange={(event) => set(test.at, name, jsonOf(event.currentTarget.value, name))}
      />
    </div>
  );
}

/** Numbers and truth values are taken as such, everything else as text. */
function jsonOf(text: string, operator: string): unknown {
  if (text === "") return undefined;
  if (["contains", "startsWith", "endsWith"].includes(operator)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" || typeof value === "boolean" ? value : text;
  } catch {
    return text;
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

import { isRecord } from "../api/json-object.ts";
import { type Field, fieldsOf, isReadable, isWritable, type Model } from "../model/model.ts";
import { initialValue, inputOf, textOf } from "./field-value.ts";
import { kindOf } from "./registry.ts";

/** A component in a form: its fields by name, and which component it is. */
export type ComponentValue = Record<string, unknown> & { __typename: string };

/** A new component, with the model's defaults. */
export function newComponent(typeName: string, model: Model): ComponentValue {
  const fields = fieldsOf(model, typeName).map((field) => [field.name, initialValue(field, model)]);
  return { ...Object.fromEntries(fields), __typename: typeName };
}

/** What a form holds as a component; one that says of itself which it is may be any of a union's. */
export function componentOf(value: unknown, typeName: string): ComponentValue {
  const fields = isRecord(value) ? value : {};
  return { ...fields, __typename: typeof fields.__typename === "string" ? fields.__typename : typeName };
}

/** The fields of a component that are shown. */
export function shownFields(typeName: string, model: Model): Field[] {
  return fieldsOf(model, typeName).filter((field) => isReadable(field) || isWritten(field));
}

/** Components are written as a whole, so there is no difference between making and changing them. */
export function isWritten(field: Field): boolean {
  return !field.readOnly && (isWritable(field, "update") || isWritable(field, "create"));
}

/** What a mutation is given for a component: all that may be written of it. */
export function componentInput(value: ComponentValue, model: Model): Record<string, unknown> {
  const written = fieldsOf(model, value.__typename).filter(
    (field) => isWritten(field) && Object.hasOwn(value, field.name),
  );
  return Object.fromEntries(
    written.map((field) => [field.name, inputOf(value[field.name], undefined, field, model)]),
  );
}

const longText = 160;

/** What stands for a component where there is one line for it: its first text, or else the first thing it holds. */
export function componentSummary(value: ComponentValue, model: Model): string {
  const fields = fieldsOf(model, value.__typename);
  return wordsOf(fields.filter(isText), value, model) ?? wordsOf(fields, value, model) ?? "";
}

function wordsOf(fields: Field[], value: ComponentValue, model: Model): string | null {
  for (const field of fields) {
    const held = value[field.name];
    if (held === null || held === undefined || typeof held === "boolean") continue;
    const text = (kindOf(field).excerpt?.(held) ?? textOf(held, field, model)).replace(/\s+/g, " ").trim();
    if (text !== "") return text.length > longText ? `${text.slice(0, longText)}…` : text;
  }
  return null;
}

const texts = new Set(["String", "Text", "Markdown", "RichText"]);

function isText(field: Field): boolean {
  return field.kind === "SCALAR" && texts.has(field.type) && !field.list;
}

/** A component as plain text: all its fields with their names. */
export function componentText(value: ComponentValue, model: Model): string {
  return shownFields(value.__typename, model)
    .map((field) => [field.label, textOf(value[field.name], field, model)])
    .filter(([, text]) => text !== "")
    .map(([label, text]) => `${label}: ${text}`)
    .join("; ");
}

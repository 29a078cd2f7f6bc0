import { numberTypes } from "../../model/number-types.ts";
import { type FieldForm, holdsText } from "./field-form.ts";

/** What has a least and a greatest value. */
export const rangeTypes: ReadonlySet<string> = new Set([...numberTypes, "Date", "DateTime", "Time"]);
/** What has a length. */
export const lengthTypes: ReadonlySet<string> = new Set([
  "String",
  "Text",
  "Markdown",
  "Slug",
  "Email",
  "URL",
]);
/** What no index is made of. */
export const longTypes: ReadonlySet<string> = new Set(["JSON", "Markdown", "RichText", "Text"]);

/** What is left of a form when its field gets another type: nothing that the form of that type would hide. */
export function withType(form: FieldForm, type: string, isRelation: boolean): Partial<FieldForm> {
  if (form.type === type) return {};
  const areNumbers = numberTypes.has(form.type) && numberTypes.has(type);
  const areTexts = holdsText(form) && holdsText({ ...form, type }) && lengthTypes.has(type);
  const left: Partial<FieldForm> = { type, inverse: "" };
  const drop = (...names: (keyof FieldForm)[]) => {
    for (const name of names) Object.assign(left, { [name]: empty(form[name]) });
  };
  if (!areNumbers) drop("min", "max");
  if (!lengthTypes.has(type)) drop("minLength", "maxLength", "pattern");
  if (!areNumbers && !areTexts) drop("defaultValue");
  if (!isRelation) drop("onDelete", "maxLinks");
  if (type !== "Slug") drop("slugFrom");
  if (type !== "Asset") drop("accept", "maxBytes");
  if (type !== "RichText") drop("blocks", "marks");
  if (!lengthTypes.has(type) && type !== "RichText") drop("search", "weight");
  if (longTypes.has(type)) drop("unique", "index");
  const limits = ["min", "max", "minLength", "maxLength", "pattern"] as const;
  if (limits.every((name) => (left[name] ?? form[name]) === "")) drop("message");
  return left;
}

function empty(value: FieldForm[keyof FieldForm]) {
  return typeof value === "string" ? "" : Array.isArray(value) ? [] : false;
}

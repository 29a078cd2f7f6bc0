import type { EnumValue, Field, Model } from "../../model/model.ts";

/** The values of the field's enum, in the model's order. */
export function enumValues(field: Field, model: Model): EnumValue[] {
  const known = model.enums.get(field.type)?.values;
  if (known) return known;
  if (field.type === "Role") return model.roles;
  if (field.type === "Locale") return model.locales.map((name) => plainValue(name));
  return [];
}

/** Those that can be chosen: what the model no longer wants is there only where it was chosen before. */
export function choices(field: Field, model: Model, chosen: readonly unknown[]): EnumValue[] {
  const values = enumValues(field, model);
  const offered = values.filter((value) => value.deprecated === null || chosen.includes(value.name));
  const unknown = chosen.filter((name) => typeof name === "string" && !values.some((it) => it.name === name));
  return [...offered, ...unknown.map((name) => plainValue(String(name)))];
}

export function enumLabel(name: unknown, field: Field, model: Model): string {
  return enumValues(field, model).find((value) => value.name === name)?.label ?? String(name);
}

/** Whether the labels fit beside each other. */
export function fitsOneRow(values: EnumValue[], field: Field): boolean {
  const letters = values.reduce((sum, value) => sum + value.label.length + 3, 0);
  return values.length <= 4 && letters <= (field.ui?.width === "half" ? 28 : 40);
}

const colors = ["blue", "grape", "teal", "orange", "indigo", "pink", "cyan", "violet", "green", "red"];

/** A colour that a value always has, wherever and whenever it is drawn. */
export function enumColor(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return colors[hash % colors.length] ?? "gray";
}

function plainValue(name: string): EnumValue {
  return { name, label: name, description: null, deprecated: null };
}

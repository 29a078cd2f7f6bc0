import type { TFunction } from "i18next";
import type { Field, Model } from "../../model/model.ts";
import { printShape } from "../sdl/fields.ts";
import { printJson } from "../sdl/literal.ts";
import { filterWords } from "./filter-words.ts";

/** The type as SDL writes it: `[Tag!]!`. */
export function sdlType(field: Field): string {
  return printShape({ ...field, itemsRequired: field.itemsRequired || field.kind === "RELATION" });
}

const flags = ["unique", "readOnly", "writeOnce", "secret", "localized", "search"] as const;

/** What is special about a field, in a word each. */
export function fieldFlags(field: Field, t: TFunction): string[] {
  return flags.filter((flag) => field[flag]).map((flag) => t(`model.flags.${flag}`));
}

/** What else holds for a field: limits, its default, how it is shown. */
export function fieldNotes(field: Field, owner: string, model: Model, t: TFunction): string[] {
  const notes: string[] = [];
  const { check, relation, ui, asset, richText } = field;
  if (field.default !== null && field.default !== undefined)
    notes.push(t("model.notes.default", { value: printDefault(field) }));
  if (field.slugFrom) notes.push(t("model.notes.slugFrom", { field: field.slugFrom }));
  if (check) notes.push(...checkNotes(check, t));
  if (relation?.max) notes.push(t("model.notes.maxLinks", { max: relation.max }));
  if (relation && relation.storage !== "INVERSE" && relation.storage !== "JOIN_INVERSE" && !field.list)
    notes.push(onDeleteWords(relation.onDelete, t));
  if (asset && asset.accept.length > 0)
    notes.push(t("model.notes.accept", { types: asset.accept.join(", ") }));
  if (asset?.maxBytes) notes.push(t("model.notes.maxBytes", { bytes: asset.maxBytes }));
  if (richText?.blocks) notes.push(t("model.notes.richBlocks", { names: richText.blocks.join(", ") }));
  if (richText?.marks) notes.push(t("model.notes.richMarks", { names: richText.marks.join(", ") }));
  if (ui?.tab) notes.push(t("model.notes.tab", { tab: ui.tab }));
  if (ui?.width) notes.push(t("model.notes.width", { width: ui.width }));
  if (ui?.widget) notes.push(t("model.notes.widget", { widget: ui.widget }));
  if (ui?.help) notes.push(t("model.notes.help", { help: ui.help }));
  if (ui?.showIf) notes.push(t("model.notes.showIf", { words: filterWords(ui.showIf, owner, model, t) }));
  if (field.deprecated !== null) notes.push(t("model.notes.deprecated", { reason: field.deprecated }));
  return notes;
}

function printDefault(field: Field): string {
  return field.kind === "ENUM" && typeof field.default === "string"
    ? field.default
    : printJson(field.default);
}

function onDeleteWords(onDelete: string, t: TFunction): string {
  if (onDelete === "CASCADE") return t("model.onDelete.CASCADE");
  return onDelete === "RESTRICT" ? t("model.onDelete.RESTRICT") : t("model.onDelete.SET_NULL");
}

function checkNotes(check: NonNullable<Field["check"]>, t: TFunction): string[] {
  const notes: string[] = [];
  const range = bounds(check.min, check.max);
  const length = bounds(check.minLength, check.maxLength);
  if (range) notes.push(t("model.notes.range", { range }));
  if (length) notes.push(t("model.notes.length", { range: length }));
  if (check.pattern) notes.push(t("model.notes.pattern", { pattern: check.pattern }));
  if (check.message) notes.push(t("model.notes.message", { message: check.message }));
  return notes;
}

function bounds(from: unknown, to: unknown): string | null {
  const [low, high] = [from, to].map((bound) =>
    bound === null || bound === undefined ? null : String(bound),
  );
  if (low && high) return `${low} – ${high}`;
  if (low) return `≥ ${low}`;
  return high ? `≤ ${high}` : null;
}

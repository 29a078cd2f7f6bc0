import type { TFunction } from "i18next";
import type { FieldError } from "../api/api-error.ts";
import { type Collection, fieldNamed, type Model } from "../model/model.ts";

/** Something that is wrong with a value of the form, at its place: `blocks[2].image`; `""` for the whole record. */
export type Problem = { path: string; code: string; message: string };

/** The codes whose meaning needs no numbers: they have words in the reader's language. */
const worded = [
  "DUPLICATE",
  "NOT_FOUND",
  "READ_ONLY",
  "REQUIRED",
  "UNIQUE",
  "UNKNOWN_VALUE",
  "WRITE_ONCE",
] as const;

/** What the server says is wrong, at the places that the form has. */
export function problemsOf(
  errors: FieldError[],
  collection: Collection,
  model: Model,
  t: TFunction,
): Problem[] {
  return errors.map((error) => ({
    path: formPath(error.path, collection, model),
    code: error.code,
    message: problemWords(error, t),
  }));
}

export function problemWords(error: { code: string; message: string }, t: TFunction): string {
  const code = worded.find((code) => code === error.code);
  if (code) return t(`entry.problem.${code}`);
  // Quoted as in prose: the server quotes values as code.
  const words = error.message.replace(/`"?([^`]*?)"?`/g, "“$1”");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The place in the form of a path in a mutation's arguments: without `data`, and without what is done to relations
 * (`data.tags.connect[0]` is about `tags`). Empty where the form has no such field.
 */
export function formPath(path: string, collection: Collection, model: Model): string {
  const steps = path.match(/[^.[\]]+|\[\d+\]/g) ?? [];
  if (steps[0] === "data") steps.shift();
  let typeName = collection.name;
  let place = "";
  for (const step of steps) {
    if (step.startsWith("[")) {
      place += step;
      continue;
    }
    const field = fieldNamed(model, typeName, step) ?? fieldInBlocks(model, typeName, step);
    if (!field) return place;
    place += place === "" ? step : `.${step}`;
    if (field.kind === "RELATION") return place;
    typeName = field.type;
  }
  return place;
}

/** The path does not say which component a block is: the first that has such a field leads on as any would. */
function fieldInBlocks(model: Model, unionName: string, name: string) {
  const members = model.blocks.get(unionName)?.members ?? [];
  const fields = members.flatMap((member) => fieldNamed(model, member.component, name) ?? []);
  return fields.find((field) => field.kind !== "SCALAR" && field.kind !== "ENUM") ?? fields[0];
}

/** Whether the problem is at this place of the form or below it. */
export function isWithin(problemPath: string, path: string): boolean {
  if (!problemPath.startsWith(path)) return false;
  const next = problemPath.charAt(path.length);
  return next === "" || next === "." || next === "[";
}

/** The field of the record that a place belongs to. */
export function rootOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

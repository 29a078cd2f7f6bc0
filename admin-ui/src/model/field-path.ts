import { type Field, fieldNamed, fieldsOf, isReadable, type Model } from "./model.ts";

/** The longest way over related records that lists show and order by. */
export const longestPath = 4;

/** The fields along a path such as `author.city.name`; null when the model has no such way, or it may not be read. */
export function fieldsAlong(model: Model, typeName: string, path: string): Field[] | null {
  const names = path.split(".");
  if (names.length > longestPath) return null;
  const fields: Field[] = [];
  let type = typeName;
  for (const name of names) {
    const last = fields.at(-1);
    if (last && !leadsOn(last)) return null;
    const field = fieldNamed(model, type, name);
    if (!field || !isReadable(field)) return null;
    fields.push(field);
    type = field.type;
  }
  return fields;
}

/** Whether there is exactly one thing behind the field that has fields itself. */
export function leadsOn(field: Field): boolean {
  return !field.list && (field.kind === "RELATION" || field.kind === "COMPONENT");
}

/** What may be read behind the field; nothing when it is not one thing. */
export function fieldsBehind(model: Model, field: Field): Field[] {
  return leadsOn(field) ? fieldsOf(model, field.type).filter(isReadable) : [];
}

/** The words for a path: `Author › Name`. */
export function pathLabel(fields: Field[]): string {
  return fields.map((field) => field.label).join(" › ");
}

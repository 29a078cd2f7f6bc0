import { isRecord } from "../api/json-object.ts";
import { type Collection, fieldNamed, type Model } from "../model/model.ts";
import type { Values } from "./merge.ts";

/** A place of the form in words: `Blocks › Picture 3 › Caption`. */
export function placeWords(path: string, values: Values, collection: Collection, model: Model): string {
  const steps = path.match(/[^.[\]]+|\[\d+\]/g) ?? [];
  const words: string[] = [];
  let typeName = collection.name;
  let value: unknown = values;
  for (const step of steps) {
    if (step.startsWith("[")) {
      const index = Number(step.slice(1, -1));
      value = Array.isArray(value) ? value[index] : undefined;
      const component = isRecord(value) ? model.components.get(String(value.__typename)) : undefined;
      if (component) typeName = component.name;
      words.push(component ? `${component.label} ${index + 1}` : String(index + 1));
      continue;
    }
    value = isRecord(value) ? value[step] : undefined;
    const field = fieldNamed(model, typeName, step);
    words.push(field?.label ?? step);
    if (field) typeName = field.type;
    if (isRecord(value) && typeof value.__typename === "string") typeName = value.__typename;
  }
  return words.join(" › ");
}

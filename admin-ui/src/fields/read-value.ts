import { isRecord } from "../api/json-object.ts";
import { type Field, fieldsOf, type Model } from "../model/model.ts";
import { readBlock } from "./selection.ts";

/**
 * The value that a form holds, made of what the API answered for `selectionOf`: with the fields of blocks under their
 * own names, however deep they stand.
 */
export function readValue(field: Field, answer: unknown, model: Model): unknown {
  if (Array.isArray(answer)) return answer.map((item) => readValue(field, item, model));
  if (!isRecord(answer)) return answer ?? null;
  switch (field.kind) {
    case "COMPONENT":
      return readFields(field.type, answer, model);
    case "BLOCKS":
      return readFields(String(answer.__typename), readBlock(answer), model);
    default:
      return answer;
  }
}

function readFields(typeName: string, answer: Record<string, unknown>, model: Model) {
  const value: Record<string, unknown> = { ...answer };
  for (const field of fieldsOf(model, typeName)) {
    if (Object.hasOwn(answer, field.name)) value[field.name] = readValue(field, answer[field.name], model);
  }
  return value;
}

import { recordQuery } from "../api/content.ts";
import { isRecord } from "../api/json-object.ts";
import { send } from "../api/operation.ts";
import type { Collection, Field, Model } from "../model/model.ts";
import { isSameValue } from "../model/same-value.ts";

/** The version of a record that still has the value in the field; null when it has another one, or is gone. */
export async function versionWith(
  collection: Collection,
  id: string,
  field: Field,
  value: unknown,
  model: Model,
): Promise<number | null> {
  const { record } = await send(recordQuery(collection, `version now: ${field.name}`), { id });
  if (!isRecord(record) || typeof record.version !== "number") return null;
  return isSameValue(field, record.now, value, model) ? record.version : null;
}

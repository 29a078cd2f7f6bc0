import { parseJson, writeJson } from "../api/exact-json.ts";
import { isRecord } from "../api/json-object.ts";
import { fieldsOf, type Model } from "../model/model.ts";
import { type ComponentValue, newComponent } from "./component-value.ts";
import { InvalidValue } from "./invalid-value.ts";

/**
 * Components on their way from one entry to another: as JSON in the clipboard, and in this browser's storage where
 * pages may not read that.
 */
const storageKey = "headwater.blocks";
const mark = "headwater/blocks";

/** The text that is put into the clipboard. What was typed wrongly does not travel. */
export function copyText(items: readonly ComponentValue[]): string {
  return writeJson({ [mark]: 1, items }, undefined, (_, value) =>
    value instanceof InvalidValue ? null : value,
  );
}

/** The components of such a text; null for any other text. */
export function readCopy(text: string): ComponentValue[] | null {
  if (!text.includes(mark)) return null;
  try {
    const parsed = parseJson(text);
    if (!isRecord(parsed) || parsed[mark] !== 1 || !Array.isArray(parsed.items)) return null;
    return parsed.items.filter(
      (item): item is ComponentValue => isRecord(item) && typeof item.__typename === "string",
    );
  } catch {
    return null;
  }
}

/** Those of them that may stand here, with the fields that they have here; and the names of the others. */
export function fitting(items: readonly ComponentValue[], allowed: readonly string[], model: Model) {
  const fits = items.filter((item) => allowed.includes(item.__typename));
  const others = items.filter((item) => !allowed.includes(item.__typename));
  return {
    items: fits.map((item) => withOwnFields(item, model)),
    refused: [...new Set(others.map((item) => item.__typename))],
  };
}

function withOwnFields(item: ComponentValue, model: Model): ComponentValue {
  const known = fieldsOf(model, item.__typename).filter((field) => Object.hasOwn(item, field.name));
  const kept = known.map((field) => [field.name, item[field.name]]);
  return { ...newComponent(item.__typename, model), ...Object.fromEntries(kept) };
}

export async function copyItems(items: readonly ComponentValue[]): Promise<void> {
  const text = copyText(items);
  localStorage.setItem(storageKey, text);
  // Pages that came without encryption, or without the reader's consent, have no clipboard.
  await navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** What was copied last, here or in another window. */
export async function copiedItems(): Promise<ComponentValue[] | null> {
  const text = await navigator.clipboard?.readText?.().catch(() => "");
  return readCopy(text ?? "") ?? readCopy(localStorage.getItem(storageKey) ?? "");
}

import { isRecord } from "../api/json-object.ts";
import type { OpenRequest, RecordRef } from "../fields/form-context.ts";
import { refsOf } from "../fields/relation/record-ref.ts";
import type { FormStore } from "./form-store.ts";
import { rootOf } from "./problem.ts";

/**
 * Puts a saved record where the field that asked for it stands, in a form that was drawn anew since. A place that is not
 * there any more is left alone.
 */
export function linkIn(store: FormStore, { path, isList }: OpenRequest["field"], saved: RecordRef): void {
  const root = rootOf(path);
  const steps = path.slice(root.length).match(/[^.[\]]+/g) ?? [];
  const link = (value: unknown) => (isList ? withRef(refsOf(value), saved) : saved);
  store.set(root, changedAt(store.read().values[root], steps, link));
}

function withRef(refs: RecordRef[], saved: RecordRef): RecordRef[] {
  const isThere = refs.some((ref) => ref.id === saved.id);
  return isThere ? refs.map((ref) => (ref.id === saved.id ? saved : ref)) : [...refs, saved];
}

function changedAt(value: unknown, [step, ...rest]: string[], change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === step ? changedAt(item, rest, change) : item));
  return isRecord(value) ? { ...value, [step]: changedAt(value[step], rest, change) } : value;
}

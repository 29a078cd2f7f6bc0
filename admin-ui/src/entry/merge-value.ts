import { isRecord } from "../api/json-object.ts";
import { componentOf } from "../fields/component-value.ts";
import { isListOfValues, itemField } from "../fields/field-value.ts";
import { isEmptyValue } from "../model/empty-value.ts";
import { type Field, fieldsOf, type Model } from "../model/model.ts";
import { idsOf, isSameValue } from "../model/same-value.ts";
import { mergeLists } from "./merge-lists.ts";

/** A value as it was, as it is here, and as somebody else stored it. */
export type Versions = { before: unknown; mine: unknown; theirs: unknown };

/**
 * Brings together what two people made of one value: different blocks of a list, different fields of a component,
 * different items of a list. Undefined where they contradict each other.
 */
export function mergeValue(field: Field, versions: Versions, model: Model): { value: unknown } | undefined {
  const { before, mine, theirs } = versions;
  const isSame = (a: unknown, b: unknown) => isSameValue(field, a, b, model);
  // What is the same stays the very same: lists find their items again by it.
  if (isSame(mine, theirs)) return { value: mine };
  if (isSame(mine, before)) return { value: theirs };
  if (isSame(theirs, before)) return { value: mine };
  if (field.list) return mergeList(field, versions, model);
  if (field.kind === "COMPONENT" || field.kind === "BLOCKS") return mergeComponent(field, versions, model);
  return undefined;
}

function mergeList(field: Field, { before, mine, theirs }: Versions, model: Model) {
  if (!Array.isArray(before) || !Array.isArray(mine) || !Array.isArray(theirs)) return undefined;
  const item = isListOfValues(field) ? itemField(field) : { ...field, list: false };
  const value = mergeLists(before, mine, theirs, {
    isSame: (a, b) => isSameValue(item, a, b, model),
    likeness: (a, b) => likeness(item, a, b, model),
    merge: (before, mine, theirs) => mergeValue(item, { before, mine, theirs }, model),
  });
  if (!value) return undefined;
  // Both may have linked the same record, each at another place.
  return { value: field.kind === "RELATION" ? onceEach(value) : value };
}

function onceEach(links: unknown[]): unknown[] {
  const ids = links.map((link) => idsOf(link)[0]);
  return links.filter((_, at) => ids.indexOf(ids[at]) === at);
}

function mergeComponent(field: Field, { before, mine, theirs }: Versions, model: Model) {
  if (!isRecord(before) || !isRecord(mine) || !isRecord(theirs)) return undefined;
  const [was, here, there] = [before, mine, theirs].map((value) => componentOf(value, field.type));
  if (!was || !here || !there) return undefined;
  if (was.__typename !== here.__typename || was.__typename !== there.__typename) return undefined;
  const value: Record<string, unknown> = { ...here };
  for (const { name, ...rest } of fieldsOf(model, here.__typename)) {
    const inner = { ...rest, name };
    const merged = mergeValue(inner, { before: was[name], mine: here[name], theirs: there[name] }, model);
    if (!merged) return undefined;
    value[name] = merged.value;
  }
  return { value };
}

/** How much of two components is the same, from 0 to 1; null for what can't be two versions of one thing. */
export function likeness(field: Field, a: unknown, b: unknown, model: Model): number | null {
  if (field.kind !== "COMPONENT" && field.kind !== "BLOCKS") return null;
  const [one, other] = [componentOf(a, field.type), componentOf(b, field.type)];
  if (one.__typename !== other.__typename) return null;
  const filled = fieldsOf(model, one.__typename).filter(
    ({ name }) => !isEmptyValue(one[name]) || !isEmptyValue(other[name]),
  );
  const same = filled.filter((inner) => isSameValue(inner, one[inner.name], other[inner.name], model));
  return filled.length === 0 ? 1 : same.length / filled.length;
}

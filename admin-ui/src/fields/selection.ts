import { type Field, fieldsOf, isReadable, type Model } from "../model/model.ts";
import { titleFields } from "../model/record-title.ts";
import { kindOf } from "./registry.ts";

/** What a query asks of the field, with its name. */
export function selectionOf(field: Field, model: Model, purpose: "edit" | "show"): string {
  return `${field.name}${kindOf(field).selection(field, model, purpose)}`;
}

/** What a query asks of a record that stands for itself: its id and its title. */
export function recordSelection(model: Model, typeName: string): string {
  const collection = model.collections.get(typeName);
  const titles = collection ? titleFields(collection).map((field) => field.name) : [];
  return ` { ${["id", ...titles.filter((name) => name !== "id")].join(" ")} }`;
}

/** What a query asks of a component that is edited: all of it. */
export function componentSelection(model: Model, typeName: string, purpose: "edit" | "show"): string {
  const fields = fieldsOf(model, typeName).filter(isReadable);
  return ` { __typename ${fields.map((field) => selectionOf(field, model, purpose)).join(" ")} }`;
}

/**
 * What a query asks of blocks. Components may have fields of one name and different types, which GraphQL lets nobody
 * ask for side by side: each field is asked for under a name of its own, which `readBlock` takes off.
 */
export function blocksSelection(model: Model, typeName: string, purpose: "edit" | "show"): string {
  const members = model.blocks.get(typeName)?.members ?? [];
  const spreads = members.map(({ component }, index) => {
    const fields = fieldsOf(model, component).filter(isReadable);
    const asked = fields.map((field) => `m${index}_${selectionAs(field, model, purpose)}`);
    return `... on ${component} { ${asked.join(" ")} }`;
  });
  return ` { __typename ${spreads.join(" ")} }`;
}

function selectionAs(field: Field, model: Model, purpose: "edit" | "show"): string {
  return `${field.name}: ${selectionOf(field, model, purpose)}`;
}

/** A block as it is kept in a form: with its fields' own names. */
export function readBlock(block: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(block).map(([name, value]) => [name.replace(/^m\d+_/, ""), value]),
  );
}

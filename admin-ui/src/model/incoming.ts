import type { Collection, Field, Model } from "./model.ts";

/** A field of some collection that points to records of another. */
export type Incoming = { from: Collection; field: Field };

/** The fields that point to a collection's records, without those that every record has. */
export function incomingFields(model: Model, collection: Collection): Incoming[] {
  return [...model.collections.values()].flatMap((from) =>
    from.fields
      .filter((field) => field.relation?.target === collection.name && !field.builtIn && isNearEnd(field))
      .map((field) => ({ from, field })),
  );
}

/** Whether the link is kept with the record that has the field. */
function isNearEnd(field: Field): boolean {
  return field.relation?.storage === "KEY" || field.relation?.storage === "JOIN";
}

import type { Model } from "../../model/model.ts";
import type { TypeChanges } from "./draft-model.ts";

/** Components and their fields, as entries hold them now, that are gone or renamed. */
export function lostEmbedded(model: Model, changes: TypeChanges): string[] {
  return [...changes].flatMap(([name, change]) => {
    const [type = "", field] = name.split(".");
    if (change !== "removed" || !model.components.has(type)) return [];
    // A component that is gone as a whole is said once.
    return field !== undefined && changes.get(type) === "removed" ? [] : [name];
  });
}

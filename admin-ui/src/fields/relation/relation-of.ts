import type { Field } from "../../model/model.ts";
import { fieldOf } from "../field-of.ts";

/** A relation for tests. */
export function relationOf(
  target: string,
  storage: NonNullable<Field["relation"]>["storage"],
  said: Partial<Field> = {},
): Field {
  return fieldOf(target, {
    kind: "RELATION",
    operators: ["and"],
    relation: { target, storage, onDelete: "SET_NULL", max: null, inverse: null },
    ...said,
  });
}

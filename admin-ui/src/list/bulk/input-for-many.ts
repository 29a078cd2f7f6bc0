import { inputOf } from "../../fields/field-value.ts";
import type { Field, Model } from "../../model/model.ts";

/** A field, and what many records shall have in it. */
export type Chosen = { field: Field; value: unknown };

/**
 * What a mutation is given for many records. A link that was left empty is taken away from all of them; to lists of
 * links what was chosen is added, so an empty one changes nothing.
 */
export function inputForMany(chosen: Chosen[], model: Model): Record<string, unknown> {
  const inputs = chosen.map(({ field, value }) => {
    const isLink = field.kind === "RELATION" && !field.list;
    return [field.name, inputOf(value, isLink ? null : undefined, field, model)];
  });
  return Object.fromEntries(inputs.filter(([, input]) => input !== undefined));
}

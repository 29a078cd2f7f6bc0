import { directiveNamed } from "../sdl/directives.ts";
import { declaredField, enumDefinitions, type Sources } from "../sdl/sources.ts";
import { textOrNull, values } from "./directive-values.ts";

/** The name that a type has in the files before the changes: what is renamed twice had the first name. */
export function knownType(base: Sources, now: Sources, type: string): string | null {
  if (base.types.has(type)) return type;
  const definitions = now.types.get(type) ?? [];
  const before = definitions.map(({ node }) => textOrNull(values(directiveNamed(node, "oldName")).is));
  return before.find((name) => name !== null && base.types.has(name)) ?? null;
}

/** Whether a field or a value is in the files before the changes: only then its name has data. */
export function isKnown(base: Sources, now: Sources, type: string, name: string): boolean {
  const known = knownType(base, now, type);
  if (known === null) return false;
  return (
    declaredField(base, known, name) !== null ||
    enumDefinitions(base, known).some(({ node }) => node.values?.some((value) => value.name.value === name))
  );
}

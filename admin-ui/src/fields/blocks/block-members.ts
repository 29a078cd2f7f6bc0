import { type Component, type Model, memberOf } from "../../model/model.ts";
import { type ComponentValue, componentInput } from "../component-value.ts";

/** The components that a block of the union may be. */
export function membersOf(model: Model, unionName: string): Component[] {
  const members = model.blocks.get(unionName)?.members ?? [];
  return members.flatMap(({ component }) => model.components.get(component) ?? []);
}

/** What a mutation is given for a block: the component under the key that names it. */
export function blockInput(block: ComponentValue, unionName: string, model: Model): Record<string, unknown> {
  const union = model.blocks.get(unionName);
  const member = union && memberOf(union, block.__typename);
  // A component that the union no longer knows is for the server to refuse, under the name that it had.
  return { [member?.inputKey ?? block.__typename]: componentInput(block, model) };
}

import type { EnumValueFragment, FieldFragment, ModelQuery } from "../../generated/operations.ts";

/** The parts of the model as the API tells them, cut to what whoever asks may see. */
export type ModelAnswer = ModelQuery["model"];
export type Collection = ModelAnswer["collections"][number];
export type Component = ModelAnswer["components"][number];
export type Blocks = ModelAnswer["blocks"][number];
export type EnumType = ModelAnswer["enums"][number];
export type EnumValue = EnumValueFragment;
export type Field = FieldFragment;

/** The model, to be looked up by name. */
export type Model = {
  fingerprint: string;
  stage: ModelAnswer["stage"];
  locales: string[];
  roles: EnumValue[];
  collections: Map<string, Collection>;
  components: Map<string, Component>;
  blocks: Map<string, Blocks>;
  enums: Map<string, EnumType>;
};

export function indexModel(answer: ModelAnswer): Model {
  return {
    fingerprint: answer.fingerprint,
    stage: answer.stage,
    locales: answer.locales,
    roles: answer.roles,
    collections: byName(answer.collections),
    components: byName(answer.components),
    blocks: byName(answer.blocks),
    enums: byName(answer.enums),
  };
}

function byName<Item extends { name: string }>(items: Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.name, item]));
}

/** The fields of a collection or a component. */
export function fieldsOf(model: Model, typeName: string): Field[] {
  return model.collections.get(typeName)?.fields ?? model.components.get(typeName)?.fields ?? [];
}

export function fieldNamed(model: Model, typeName: string, fieldName: string): Field | undefined {
  return fieldsOf(model, typeName).find((field) => field.name === fieldName);
}

/** The field that stands for a record in lists: the model's choice, or the first short text that can be read. */
export function titleField(collection: Collection): Field | undefined {
  const chosen = collection.fields.find((field) => field.name === collection.title);
  if (chosen) return chosen;
  const isText = (field: Field) =>
    !field.builtIn &&
    !field.list &&
    field.kind === "SCALAR" &&
    shortTexts.has(field.type) &&
    isReadable(field);
  return collection.fields.find(isText);
}

const shortTexts = new Set(["String", "Slug", "Email", "URL"]);

export function isReadable(field: Field): boolean {
  return field.can.read !== "NONE";
}

/** Whether somebody who makes (or changes) a record may fill the field in. */
export function isWritable(field: Field, purpose: "create" | "update"): boolean {
  return field.can[purpose] !== "NONE";
}

/** The component under its name in `__typename`, as a member of a union of components. */
export function memberOf(blocks: Blocks, componentName: string) {
  return blocks.members.find((member) => member.component === componentName);
}

/** Collections as the menu has them: by group, in the order in which the model names them; those without one first. */
export function groupsOf(model: Model): { name: string | null; collections: Collection[] }[] {
  const groups = new Map<string | null, Collection[]>([[null, []]]);
  for (const collection of model.collections.values()) {
    if (collection.can.read === "NONE" && collection.can.create === "NONE") continue;
    if (collection.builtIn) continue;
    const name = collection.group ?? null;
    groups.set(name, [...(groups.get(name) ?? []), collection]);
  }
  return [...groups]
    .map(([name, collections]) => ({ name, collections }))
    .filter((group) => group.collections.length > 0);
}

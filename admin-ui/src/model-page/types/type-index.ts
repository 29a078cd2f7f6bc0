import type { Component, Field, Model } from "../../model/model.ts";

/** The model with what only its files say: interfaces hold no records, so the server does not tell them. */
export type PageModel = Model & { interfaces?: Map<string, Component> };

export type TypeKind = "blocks" | "collection" | "component" | "enum" | "interface" | "singleton";

/** A type as the overview lists it. */
export type TypeEntry = {
  name: string;
  label: string;
  kind: TypeKind;
  description: string | null;
  /** How many fields, members or values of its own it has. */
  size: number;
};

/** Types that stand together: collections of a group, or all of a kind. */
export type TypeSection = { kind: "group"; name: string | null; entries: TypeEntry[] } | KindSection;
type KindSection = {
  kind: "blocks" | "builtIn" | "components" | "enums" | "interfaces";
  entries: TypeEntry[];
};

export function typeSections(model: PageModel, search: string): TypeSection[] {
  const sections: TypeSection[] = [];
  // Those without a group come first, as in the menu.
  const groups = new Map<string | null, TypeEntry[]>([[null, []]]);
  const builtIn: TypeEntry[] = [];
  for (const collection of model.collections.values()) {
    const entry: TypeEntry = {
      ...collection,
      kind: collection.singleton ? "singleton" : "collection",
      size: ownFields(collection.fields).length,
    };
    if (collection.builtIn) builtIn.push(entry);
    else groups.set(collection.group ?? null, [...(groups.get(collection.group ?? null) ?? []), entry]);
  }
  for (const [name, entries] of groups) sections.push({ kind: "group", name, entries });
  sections.push({ kind: "builtIn", entries: builtIn });
  sections.push({ kind: "components", entries: holders(model.components, "component") });
  sections.push({ kind: "interfaces", entries: holders(model.interfaces, "interface") });
  sections.push({
    kind: "blocks",
    entries: [...model.blocks.values()].map((it) => ({ ...it, kind: "blocks", size: it.members.length })),
  });
  sections.push({ kind: "enums", entries: enumEntries(model) });
  return sections
    .map((section) => ({ ...section, entries: section.entries.filter((it) => matches(model, it, search)) }))
    .filter((section) => section.entries.length > 0);
}

function holders(types: Map<string, Component> | undefined, kind: TypeKind): TypeEntry[] {
  return [...(types?.values() ?? [])].map((it) => ({ ...it, kind, size: it.fields.length }));
}

function enumEntries(model: Model): TypeEntry[] {
  const entries: TypeEntry[] = [...model.enums.values()].map((it) => ({
    ...it,
    kind: "enum",
    size: it.values.length,
  }));
  const has = (name: string) => entries.some((entry) => entry.name === name);
  const known = { kind: "enum", description: null } as const;
  if (!has("Role")) entries.push({ ...known, name: "Role", label: "Role", size: model.roles.length });
  if (!has("Locale") && model.locales.length > 0)
    entries.push({ ...known, name: "Locale", label: "Locale", size: model.locales.length });
  return entries;
}

export function ownFields(fields: Field[]): Field[] {
  return fields.filter((field) => !field.builtIn);
}

/** What a type is, if there is one of the name. */
export function kindOfType(model: PageModel, name: string): TypeKind | null {
  const collection = model.collections.get(name);
  if (collection) return collection.singleton ? "singleton" : "collection";
  if (model.components.has(name)) return "component";
  if (model.interfaces?.has(name)) return "interface";
  if (model.blocks.has(name)) return "blocks";
  if (model.enums.has(name) || name === "Role" || name === "Locale") return "enum";
  return null;
}

/** Values of an enum, also of those that every model has. */
export function valuesOf(model: Model, name: string) {
  if (model.enums.has(name)) return model.enums.get(name)?.values ?? [];
  if (name === "Role") return model.roles;
  if (name !== "Locale") return [];
  return model.locales.map((locale) => ({
    name: locale,
    label: locale,
    description: null,
    deprecated: null,
  }));
}

/** A search finds types by their names, labels and descriptions, and by their fields. */
function matches(model: PageModel, entry: TypeEntry, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return true;
  const { fields } = model.collections.get(entry.name) ??
    model.components.get(entry.name) ??
    model.interfaces?.get(entry.name) ?? { fields: [] };
  const words = [
    entry.name,
    entry.label,
    entry.description ?? "",
    ...ownFields(fields).map((field) => field.name),
    ...(entry.kind === "enum" ? valuesOf(model, entry.name).map((value) => value.name) : []),
  ];
  return words.some((word) => word.toLowerCase().includes(wanted));
}

export type Use = { type: string; field: string | null };

/** Where a type is used: fields of the type, unions that it is a member of, types that implement it. */
export function usesOf(model: PageModel, name: string): Use[] {
  const holders = [...model.collections.values(), ...model.components.values()];
  const fields = holders.flatMap((holder) =>
    ownFields(holder.fields)
      .filter((field) => field.type === name)
      .map((field) => ({ type: holder.name, field: field.name })),
  );
  const unions = [...model.blocks.values()].filter((it) =>
    it.members.some((member) => member.component === name),
  );
  const types = [...model.collections.values()].filter((it) => it.implements.includes(name));
  return [...fields, ...[...unions, ...types].map((user) => ({ type: user.name, field: null }))];
}

import type { Collection, Field } from "../model/model.ts";

/** A collection for tests, of which everything may be done. */
export function collectionOf(name: string, fields: Field[], said: Partial<Collection> = {}): Collection {
  const plural = `${name.toLowerCase()}s`;
  return {
    name,
    label: name,
    pluralLabel: `${name}s`,
    description: null,
    singleton: false,
    builtIn: false,
    title: null,
    group: null,
    icon: null,
    orderBy: [],
    drafts: false,
    versions: null,
    trashDays: null,
    preview: null,
    fields,
    uniqueSets: [],
    checks: [],
    rules: [],
    can: { read: "ALL", create: "ALL", update: "ALL", delete: "ALL" },
    implements: [],
    api: {
      one: name.toLowerCase(),
      list: plural,
      connection: `${plural}Connection`,
      aggregate: `${plural}Aggregate`,
      changes: `${name.toLowerCase()}Changes`,
      create: `create${name}`,
      update: `update${name}`,
      updateMany: `update${name}s`,
      upsert: `upsert${name}`,
      delete: `delete${name}`,
      deleteMany: `delete${name}s`,
      where: `${name}Where`,
      orderBy: `${name}OrderBy`,
      createInput: `${name}Create`,
      updateInput: `${name}Update`,
    },
    ...said,
  };
}

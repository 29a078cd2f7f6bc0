import { type Field, indexModel, type Model, type ModelAnswer } from "../model/model.ts";

type Said = {
  components?: Record<string, Field[]>;
  blocks?: Record<string, string[]>;
  collections?: Partial<ModelAnswer["collections"][number]>[];
};

/** A model for tests, of components by name and unions of them. */
export function modelOf({ components = {}, blocks = {}, collections = [] }: Said): Model {
  return indexModel({
    fingerprint: "",
    stage: "DEVELOPMENT",
    locales: ["en"],
    roles: [],
    enums: [],
    collections: collections as ModelAnswer["collections"],
    components: Object.entries(components).map(([name, fields]) => ({
      name,
      label: name,
      description: null,
      fields,
    })),
    blocks: Object.entries(blocks).map(([name, members]) => ({
      name,
      label: name,
      description: null,
      members: members.map((component) => ({ component, inputKey: component.toLowerCase() })),
    })),
  });
}

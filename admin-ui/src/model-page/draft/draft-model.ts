import { type ConstDirectiveNode, Kind } from "graphql";
import { isRecord } from "../../api/json-object.ts";
import type { Blocks, Collection, Component, EnumType, Model } from "../../model/model.ts";
import { directiveNamed, directivesNamed } from "../sdl/directives.ts";
import { placeOf } from "../sdl/edits.ts";
import { lineNumber } from "../sdl/lines.ts";
import {
  type Definition,
  enumDefinitions,
  fieldDefinitions,
  type Sources,
  unionDefinitions,
} from "../sdl/sources.ts";
import { draftRule, inWords, textOrNull, texts, values } from "./directive-values.ts";
import { draftField } from "./draft-field.ts";

export type Change = "added" | "changed" | "removed";

/** What differs, by the name of the type, or of the field: `Post`, `Post.title`. */
export type TypeChanges = Map<string, Change>;

/**
 * The model as changed files would make it: types that the files say anew are read from there, everything else is as
 * the server told it. Only the server can say whether the model is right.
 */
export function draftModel(
  model: Model,
  base: Sources,
  sources: Sources,
): { model: Model; changes: TypeChanges } {
  const changes: TypeChanges = new Map();
  if (sources.files === base.files) return { model, changes };
  const shown: Model = {
    ...model,
    collections: new Map(model.collections),
    components: new Map(model.components),
    blocks: new Map(model.blocks),
    enums: new Map(model.enums),
  };
  const broken = new Set(sources.mistakes.map((mistake) => mistake.path));
  for (const name of new Set([...base.types.keys(), ...sources.types.keys()])) {
    const before = base.types.get(name) ?? [];
    const after = sources.types.get(name) ?? [];
    if (before.some(({ file }) => broken.has(file.path)) || textOf(before) === textOf(after)) continue;
    const isBuiltIn = model.collections.get(name)?.builtIn || name === "Role" || name === "Locale";
    changes.set(
      name,
      before.length === 0 && !isBuiltIn ? "added" : after.length === 0 && !isBuiltIn ? "removed" : "changed",
    );
    noteElements(changes, name, before, after);
    // A type that is gone is shown as it was, and said to be gone.
    if (changes.get(name) !== "removed") putType(shown, model, base, sources, name);
  }
  noteRenames(shown, changes, sources);
  return { model: shown, changes };
}

function textOf(definitions: Definition[]): string {
  return definitions
    .map(({ file, node }) => file.text.slice(placeOf(node).start, placeOf(node).end))
    .join("\n");
}

function noteElements(changes: TypeChanges, name: string, before: Definition[], after: Definition[]): void {
  const old = elementTexts(before);
  const now = elementTexts(after);
  for (const element of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(element), now.get(element)];
    if (was === is) continue;
    changes.set(`${name}.${element}`, was === undefined ? "added" : is === undefined ? "removed" : "changed");
  }
}

function elementTexts(definitions: Definition[]): Map<string, string> {
  const entries = definitions.flatMap(({ file, node }) => {
    const elements = "fields" in node ? node.fields : "values" in node ? node.values : [];
    return (elements ?? []).map((element): [string, string] => [
      element.name.value,
      file.text.slice(placeOf(element).start, placeOf(element).end),
    ]);
  });
  return new Map(entries);
}

function putType(shown: Model, model: Model, base: Sources, sources: Sources, name: string): void {
  const definitions = sources.types.get(name) ?? [];
  const main = definitions[0]?.node;
  forgetOtherKinds(shown, sources, name);
  if (unionDefinitions(sources, name).length > 0) shown.blocks.set(name, draftBlocks(model, sources, name));
  else if (enumDefinitions(sources, name).length > 0) {
    const type = draftEnum(model, sources, name);
    if (name === "Role") shown.roles = [...builtInRoles(model, base), ...type.values];
    else if (name === "Locale") shown.locales = type.values.map((value) => value.name);
    else shown.enums.set(name, type);
  } else if (main && directiveNamed(main, "component"))
    shown.components.set(name, draftComponent(model, sources, name));
  else if (main?.kind !== Kind.INTERFACE_TYPE_DEFINITION) {
    const collection = draftCollection(model, base, sources, name);
    if (collection) shown.collections.set(name, collection);
  }
}

/** A type that became one of another kind is no longer what it was. One that stays keeps its place among the others. */
function forgetOtherKinds(shown: Model, sources: Sources, name: string): void {
  const definitions = sources.types.get(name) ?? [];
  const has = (directive: string) => definitions.some(({ node }) => directiveNamed(node, directive));
  const isBuiltIn = shown.collections.get(name)?.builtIn;
  if (!isBuiltIn && !has("collection") && !has("singleton")) shown.collections.delete(name);
  if (!has("component")) shown.components.delete(name);
  if (unionDefinitions(sources, name).length === 0) shown.blocks.delete(name);
  if (enumDefinitions(sources, name).length === 0) shown.enums.delete(name);
}

/** Types that go on under another name: they are changed, and not one new and one gone. */
function noteRenames(shown: Model, changes: TypeChanges, sources: Sources): void {
  for (const [name, definitions] of sources.types) {
    const before = definitions
      .map(({ node }) => textOrNull(values(directiveNamed(node, "oldName")).is))
      .find((found) => found !== null);
    if (!before || changes.get(before) !== "removed" || changes.get(name) !== "added") continue;
    changes.set(name, "changed");
    changes.delete(before);
    for (const element of [...changes.keys()])
      if (element.startsWith(`${before}.`) || element.startsWith(`${name}.`)) changes.delete(element);
    for (const types of [shown.collections, shown.components, shown.blocks, shown.enums])
      types.delete(before);
  }
}

function builtInRoles(model: Model, base: Sources) {
  const declared = new Set(
    enumDefinitions(base, "Role").flatMap(({ node }) => (node.values ?? []).map(nameOf)),
  );
  return model.roles.filter((role) => !declared.has(role.name));
}

function draftBlocks(model: Model, sources: Sources, name: string): Blocks {
  const definitions = unionDefinitions(sources, name);
  const members = definitions.flatMap(({ node }) => node.types ?? []);
  return {
    name,
    label: model.blocks.get(name)?.label ?? inWords(name),
    description: descriptionOf(definitions),
    members: members.map((member) => ({ component: member.name.value, inputKey: member.name.value })),
  };
}

function draftEnum(model: Model, sources: Sources, name: string): EnumType {
  const definitions = enumDefinitions(sources, name);
  return {
    name,
    label: model.enums.get(name)?.label ?? inWords(name),
    description: descriptionOf(definitions),
    values: definitions.flatMap(({ node }) =>
      (node.values ?? []).map((value) => ({
        name: value.name.value,
        label: inWords(value.name.value.toLowerCase()),
        description: value.description?.value ?? null,
        deprecated: directiveNamed(value, "deprecated") ? "" : null,
      })),
    ),
  };
}

function draftComponent(model: Model, sources: Sources, name: string): Component {
  const definitions = fieldDefinitions(sources, name);
  return {
    name,
    label: model.components.get(name)?.label ?? inWords(name),
    description: descriptionOf(definitions),
    fields: declaredFields(model, sources, name),
  };
}

/** The interfaces, of which only the files tell. */
export function draftInterfaces(model: Model, sources: Sources): Map<string, Component> {
  const names = [...sources.types].flatMap(([name, definitions]) =>
    definitions.some(({ node }) => node.kind === Kind.INTERFACE_TYPE_DEFINITION) ? [name] : [],
  );
  return new Map(names.map((name) => [name, draftComponent(model, sources, name)]));
}

function declaredFields(model: Model, sources: Sources, name: string) {
  return fieldDefinitions(sources, name).flatMap(({ file, node }) =>
    (node.fields ?? []).map((field) => draftField(model, sources, { owner: name, file, field })),
  );
}

function draftCollection(model: Model, base: Sources, sources: Sources, name: string): Collection | null {
  const known = model.collections.get(name);
  const definitions = fieldDefinitions(sources, name);
  const declared = new Set(
    fieldDefinitions(base, name).flatMap(({ node }) => (node.fields ?? []).map(nameOf)),
  );
  // What no file says is built in: it comes from the collection itself, or from one that has nothing else.
  const builtIn = (known ?? model.collections.get("User"))?.fields.filter((field) =>
    known ? !declared.has(field.name) : field.builtIn,
  );
  const directive = (wanted: string) =>
    definitions.map(({ node }) => directiveNamed(node, wanted)).find((found) => found !== undefined);
  const kind = directive("collection") ?? directive("singleton");
  if (!kind && !known?.builtIn) return null;
  const settings = kind ? values(kind) : {};
  const order = isRecord(settings.orderBy) ? Object.entries(settings.orderBy) : [];
  return {
    ...(known ?? emptyCollection),
    name,
    label: known?.label ?? inWords(name),
    pluralLabel: known?.pluralLabel ?? inWords(name),
    description: known?.builtIn ? known.description : descriptionOf(definitions),
    singleton: directive("singleton") !== undefined,
    ...(known?.builtIn
      ? {}
      : {
          title: textOrNull(settings.title),
          group: textOrNull(settings.group),
          icon: textOrNull(settings.icon),
          orderBy: order.map(([field, direction]) => ({ field, direction: String(direction) })),
          drafts: directive("drafts") !== undefined,
          versions: numberOf(directive("versions"), "keep", 100),
          trashDays: numberOf(directive("trash"), "keepDays", 30),
          preview: textOrNull(values(directive("preview")).url),
          implements: definitions.flatMap(({ node }) => (node.interfaces ?? []).map(nameOf)),
        }),
    uniqueSets: uniqueSets(definitions),
    checks: all(definitions, "check").map(({ directive }) => {
      const { where, message } = values(directive);
      return { where, message: textOrNull(message) };
    }),
    rules: [
      ...(known?.rules.filter((rule) => rule.place.includes(".headwater.graphql")) ?? []),
      ...all(definitions, "allow").map(({ directive, place }) => draftRule(directive, place)),
    ],
    fields: [...(builtIn ?? []), ...declaredFields(model, sources, name)],
  };
}

const emptyCollection: Omit<Collection, "name" | "label" | "pluralLabel"> = {
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
  uniqueSets: [],
  implements: [],
  can: { read: "ALL", create: "ALL", update: "ALL", delete: "ALL" },
  api: {
    one: "",
    list: null,
    connection: null,
    aggregate: null,
    changes: null,
    create: null,
    update: null,
    updateMany: null,
    upsert: null,
    delete: null,
    deleteMany: null,
    where: "",
    orderBy: "",
    createInput: null,
    updateInput: null,
  },
  checks: [],
  rules: [],
  fields: [],
};

function all(definitions: Definition[], name: string) {
  return definitions.flatMap(({ file, node }) =>
    directivesNamed(node, name).map((directive) => ({
      directive,
      place: `${file.path}:${lineNumber(file.text, placeOf(directive).start)}`,
    })),
  );
}

function uniqueSets(definitions: ReturnType<typeof fieldDefinitions>): string[][] {
  const fields = definitions.flatMap(({ node }) => node.fields ?? []);
  const single = fields.filter(
    (field) => directiveNamed(field, "unique") || values(directiveNamed(field, "index")).unique === true,
  );
  const several = all(definitions, "index").map(({ directive }) => values(directive));
  return [
    ...single.map((field) => [field.name.value]),
    ...several.filter(({ unique }) => unique === true).map(({ fields }) => texts(fields) ?? []),
  ];
}

function numberOf(directive: ConstDirectiveNode | undefined, name: string, otherwise: number): number | null {
  if (!directive) return null;
  const value = values(directive)[name];
  return typeof value === "number" ? value : otherwise;
}

function descriptionOf(definitions: Definition[]): string | null {
  const node = definitions[0]?.node;
  return node && "description" in node ? (node.description?.value ?? null) : null;
}

function nameOf(node: { name: { value: string } }): string {
  return node.name.value;
}

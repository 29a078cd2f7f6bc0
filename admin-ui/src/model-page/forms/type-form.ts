import type { FieldDefinitionNode } from "graphql";
import { type Arguments, argumentsOf, directiveNamed } from "../sdl/directives.ts";
import { addField, printShape, shapeOf } from "../sdl/fields.ts";
import { interfacesOf, setInterfaces } from "../sdl/interfaces.ts";
import { quoted, readLiteral } from "../sdl/literal.ts";
import { declaredField, fieldDefinitions, readSources, type SdlFile } from "../sdl/sources.ts";
import {
  addTypeDirective,
  changeTypeDirective,
  describeType,
  removeTypeDirective,
  renameType,
  setTypeDirective,
  typeDirectives,
} from "../sdl/types.ts";
import { textList, unquoted } from "./field-form.ts";

/** A line that may come several times: a name for the form, which of those in the files it was, and what it is to say. */
export type IndexRow = { id: string; original: number | null; fields: string[]; unique: boolean };
export type CheckRow = { id: string; original: number | null; where: string; message: string };

/** What the form of a type holds. */
export type TypeForm = {
  name: string;
  keepsData: boolean;
  description: string;
  plural: string;
  title: string;
  group: string;
  icon: string;
  /** A literal: `{ publishedAt: DESC }`. */
  orderBy: string;
  drafts: boolean;
  versions: boolean;
  keep: string;
  trash: boolean;
  keepDays: string;
  preview: string;
  /** The interfaces that it implements. */
  interfaces: string[];
  indexes: IndexRow[];
  checks: CheckRow[];
};

export function readTypeForm(files: SdlFile[], typeName: string): TypeForm {
  const definitions = readSources(files).types.get(typeName) ?? [];
  const find = (name: string) =>
    definitions.map(({ node }) => directiveNamed(node, name)).find((found) => found !== undefined);
  const of = (name: string): Arguments => {
    const directive = find(name);
    return directive ? argumentsOf(directive) : {};
  };
  const settings = { ...of("collection"), ...of("singleton") };
  const main = definitions[0]?.node;
  return {
    name: typeName,
    keepsData: true,
    description: main && "description" in main ? (main.description?.value ?? "") : "",
    plural: unquoted(settings.plural),
    title: unquoted(settings.title),
    group: unquoted(settings.group),
    icon: unquoted(settings.icon),
    orderBy: settings.orderBy ?? "",
    drafts: find("drafts") !== undefined,
    versions: find("versions") !== undefined,
    keep: of("versions").keep ?? "",
    trash: find("trash") !== undefined,
    keepDays: of("trash").keepDays ?? "",
    preview: unquoted(of("preview").url),
    interfaces: interfacesOf(files, typeName),
    indexes: typeDirectives(files, typeName, "index").map(({ directive }, original) => {
      const { fields, unique } = argumentsOf(directive);
      return { id: `${original}`, original, fields: textList(fields), unique: unique === "true" };
    }),
    checks: typeDirectives(files, typeName, "check").map(({ directive }, original) => {
      const { where, message } = argumentsOf(directive);
      return { id: `${original}`, original, where: where ?? "", message: unquoted(message) };
    }),
  };
}

/** Makes a type be as the form says. What it doesn't say, and what it says the same, stays as it is written. */
export function changeType(files: SdlFile[], typeName: string, form: TypeForm): SdlFile[] {
  const before = readTypeForm(files, typeName);
  let changed = describeType(files, typeName, form.description);
  for (const [directive, wanted] of Object.entries(settingsOf(files, typeName, form)))
    changed = setTypeDirective(changed, typeName, directive, wanted);
  changed = implement(changed, typeName, form.interfaces);
  changed = changeRows(changed, typeName, "index", before.indexes, form.indexes, indexArguments);
  changed = changeRows(changed, typeName, "check", before.checks, form.checks, checkArguments);
  return form.name === typeName ? changed : renameType(changed, typeName, form.name, form.keepsData);
}

/** Makes a type have these interfaces, with the fields that they ask for. */
export function implement(files: SdlFile[], typeName: string, interfaces: string[]): SdlFile[] {
  const before = interfacesOf(files, typeName);
  const added = interfaces.filter((name) => !before.includes(name));
  const asked = added.flatMap((name) =>
    fieldDefinitions(readSources(files), name).flatMap(({ node }) => node.fields ?? []),
  );
  return asked.reduce(
    (all, field) =>
      declaredField(readSources(all), typeName, field.name.value)
        ? all
        : addField(all, typeName, { ...plainField(field), directives: {} }, files[0]?.path ?? ""),
    setInterfaces(files, typeName, interfaces),
  );
}

function plainField(field: FieldDefinitionNode) {
  return {
    name: field.name.value,
    description: field.description?.value ?? "",
    type: printShape(shapeOf(field.type)),
  };
}

function settingsOf(files: SdlFile[], typeName: string, form: TypeForm): Record<string, Arguments | null> {
  const definitions = readSources(files).types.get(typeName) ?? [];
  const has = (name: string) => definitions.some(({ node }) => directiveNamed(node, name));
  const kind = has("collection") ? "collection" : has("singleton") ? "singleton" : null;
  if (!kind) return {};
  const shared = { title: text(form.title), group: text(form.group), icon: text(form.icon) };
  const settings =
    kind === "collection" ? { plural: text(form.plural), ...shared, orderBy: literal(form.orderBy) } : shared;
  return {
    [kind]: filled(settings),
    drafts: form.drafts ? {} : null,
    versions: form.versions ? filled({ keep: literal(form.keep) }) : null,
    trash: form.trash ? filled({ keepDays: literal(form.keepDays) }) : null,
    preview: form.preview === "" ? null : { url: text(form.preview) },
  };
}

function changeRows<Row extends { original: number | null }>(
  files: SdlFile[],
  typeName: string,
  directive: string,
  before: Row[],
  rows: Row[],
  toArguments: (row: Row, existing: Arguments) => Arguments,
): SdlFile[] {
  const existing = typeDirectives(files, typeName, directive).map((found) => argumentsOf(found.directive));
  let changed = files;
  for (const row of rows) {
    if (row.original === null) continue;
    const wanted = toArguments(row, existing[row.original] ?? {});
    changed = changeTypeDirective(changed, typeName, directive, row.original, wanted);
  }
  // From the end, so that the others keep their places.
  for (const { original } of [...before].reverse())
    if (original !== null && !rows.some((row) => row.original === original))
      changed = removeTypeDirective(changed, typeName, directive, original);
  for (const row of rows)
    if (row.original === null) changed = addTypeDirective(changed, typeName, directive, toArguments(row, {}));
  return changed;
}

function indexArguments(row: IndexRow, existing: Arguments): Arguments {
  const fields = `[${row.fields.map(quoted).join(", ")}]`;
  return { fields, ...(row.unique || existing.unique ? { unique: String(row.unique) } : {}) };
}

function checkArguments(row: CheckRow): Arguments {
  return filled({ where: literal(row.where), message: text(row.message) });
}

function filled(wanted: Arguments): Arguments {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ""));
}

function text(typed: string): string {
  return typed.trim() === "" ? "" : quoted(typed.trim());
}

function literal(typed: string): string {
  const read = readLiteral(typed);
  return read.kind === "value" ? read.text : "";
}

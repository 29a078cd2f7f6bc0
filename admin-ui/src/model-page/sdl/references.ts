import { type ConstObjectValueNode, type ConstValueNode, Kind, type StringValueNode } from "graphql";
import { applyEdits, placeOf, type TextEdit } from "./edits.ts";
import { namedType } from "./fields.ts";
import { quoted } from "./literal.ts";
import { fieldDefinitions, readSources, type SdlFile, type Sources, withText } from "./sources.ts";

/**
 * Follows a field's new name through everything that names it: `@inverse`, `@slug`, indexes, titles, orders, rules and
 * filters. To be called with files that still have the old name.
 */
export function renameReferences(
  files: SdlFile[],
  typeName: string,
  fieldName: string,
  newName: string,
): SdlFile[] {
  const sources = readSources(files);
  const found = new Map<string, TextEdit[]>();
  const rename = { sources, typeName, fieldName, newName };
  for (const name of sources.types.keys()) {
    for (const { file, node } of fieldDefinitions(sources, name)) {
      const edits = found.get(file.path) ?? [];
      found.set(file.path, edits);
      for (const directive of node.directives ?? [])
        for (const argument of directive.arguments ?? [])
          edits.push(...inArgument(rename, name, name, argument.name.value, argument.value));
      for (const field of node.fields ?? []) {
        const target = namedType(field.type).name.value;
        for (const directive of field.directives ?? [])
          for (const argument of directive.arguments ?? [])
            edits.push(...inArgument(rename, name, target, argument.name.value, argument.value));
      }
    }
  }
  return files.map((file) => {
    const edits = found.get(file.path) ?? [];
    return edits.length === 0 ? file : (withText([file], file.path, applyEdits(file.text, edits))[0] ?? file);
  });
}

/** Whether an argument of a directive says something of a field. */
export function namesField(
  sources: Sources,
  field: { type: string; name: string },
  holder: { owner: string; far: string },
  argument: string,
  value: ConstValueNode,
): boolean {
  const rename = { sources, typeName: field.type, fieldName: field.name, newName: field.name };
  return inArgument(rename, holder.owner, holder.far, argument, value).length > 0;
}

type Rename = { sources: Sources; typeName: string; fieldName: string; newName: string };

/** What an argument of a directive says of fields, by the argument's name. */
function inArgument(
  rename: Rename,
  owner: string,
  target: string,
  argument: string,
  value: ConstValueNode,
): TextEdit[] {
  switch (argument) {
    case "of":
      return target === rename.typeName ? inNames(rename, value) : [];
    case "title":
    case "from":
    case "fields":
    case "except":
      return owner === rename.typeName ? inNames(rename, value) : [];
    case "url":
      return owner === rename.typeName ? inAddress(rename, value) : [];
    case "where":
    case "check":
    case "showIf":
    case "orderBy":
    case "set":
      return inFilter(rename, owner, value);
    default:
      return [];
  }
}

function inNames(rename: Rename, value: ConstValueNode): TextEdit[] {
  if (value.kind === Kind.LIST) return value.values.flatMap((item) => inNames(rename, item));
  if (value.kind !== Kind.STRING || value.value !== rename.fieldName) return [];
  return [inPlaceOf(value, rename.newName)];
}

function inAddress(rename: Rename, value: ConstValueNode): TextEdit[] {
  const hole = `{${rename.fieldName}}`;
  if (value.kind !== Kind.STRING || !value.value.includes(hole)) return [];
  return [inPlaceOf(value, value.value.replaceAll(hole, `{${rename.newName}}`))];
}

function inPlaceOf(value: StringValueNode, text: string): TextEdit {
  const { start, end } = placeOf(value);
  return { from: start, to: end, insert: quoted(text) };
}

/** Walks a filter along the types that its fields have. */
function inFilter(rename: Rename, typeName: string, value: ConstValueNode): TextEdit[] {
  if (value.kind === Kind.LIST) return value.values.flatMap((item) => inFilter(rename, typeName, item));
  if (value.kind !== Kind.OBJECT) return [];
  return value.fields.flatMap((entry) => {
    const name = entry.name.value;
    if (connectives.has(name)) return inFilter(rename, typeName, entry.value);
    const edits: TextEdit[] = [];
    if (typeName === rename.typeName && name === rename.fieldName) {
      const { start, end } = placeOf(entry.name);
      edits.push({ from: start, to: end, insert: rename.newName });
    }
    const next = typeOfField(rename.sources, typeName, name);
    if (next && entry.value.kind === Kind.OBJECT) edits.push(...inRelated(rename, next, entry.value));
    return edits;
  });
}

function inRelated(rename: Rename, typeName: string, value: ConstObjectValueNode): TextEdit[] {
  const quantified = value.fields.filter((entry) => quantifiers.has(entry.name.value));
  if (quantified.length === 0) return inFilter(rename, typeName, value);
  return quantified.flatMap((entry) => inFilter(rename, typeName, entry.value));
}

const connectives: ReadonlySet<string> = new Set(["and", "or", "not"]);
const quantifiers: ReadonlySet<string> = new Set(["some", "every", "none"]);

/** The type that a field is declared with. */
export function typeOfField(sources: Sources, typeName: string, fieldName: string): string | null {
  for (const { node } of fieldDefinitions(sources, typeName)) {
    const field = node.fields?.find((field) => field.name.value === fieldName);
    if (field) return namedType(field.type).name.value;
  }
  return null;
}

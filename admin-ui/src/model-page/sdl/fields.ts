import { Kind, type NamedTypeNode, print, type TypeNode } from "graphql";
import { describe, printDescription } from "./description.ts";
import {
  type Arguments,
  addDirective,
  changeDirective,
  directivesNamed,
  printDirective,
  removeDirective,
  setDirective,
} from "./directives.ts";
import { applyEdits, placeOf, type TextEdit } from "./edits.ts";
import { insertElement, moveElement, removeElement } from "./elements.ts";
import { lineBreakOf } from "./lines.ts";
import { SdlProblem } from "./problem.ts";
import {
  declaredField,
  fieldDefinitions,
  isExtension,
  readSources,
  type SdlFile,
  withText,
} from "./sources.ts";

/** A field as a form writes it. Directives that the form doesn't know are not in it, and stay as they are. */
export type FieldChange = {
  name: string;
  description: string;
  /** As SDL writes it: `[Tag!]!`. */
  type: string;
  /** By name; null takes the directive away. In the order in which new ones are written. */
  directives: Record<string, Arguments | null>;
};

export function printField(field: FieldChange, indent: string, lineBreak: string): string {
  const described = field.description.trim();
  const isInline = indent === "";
  const description = described === "" ? "" : printDescription(described, indent, lineBreak);
  const space = isInline ? " " : lineBreak + indent;
  const directives = Object.entries(field.directives).flatMap(([name, wanted]) =>
    wanted ? [printDirective(name, wanted)] : [],
  );
  const itself = [`${field.name}: ${field.type}`, ...directives].join(" ");
  return description === "" ? itself : description + space + itself;
}

/** Adds a field at the end of the type's definition; built-in types are extended at the end of `fallbackPath`. */
export function addField(
  files: SdlFile[],
  typeName: string,
  field: FieldChange,
  fallbackPath: string,
): SdlFile[] {
  const definitions = fieldDefinitions(readSources(files), typeName);
  const target = definitions.find(({ node }) => (node.fields?.length ?? 0) > 0) ?? definitions[0];
  if (!target) return extendType(files, typeName, field, fallbackPath);
  const { file, node } = target;
  const lineBreak = lineBreakOf(file.text);
  const edit = insertElement(file.text, node, "end", (indent) => printField(field, indent, lineBreak));
  return withText(files, file.path, applyEdits(file.text, [edit]));
}

function extendType(files: SdlFile[], typeName: string, field: FieldChange, path: string): SdlFile[] {
  const file = files.find((file) => file.path === path);
  if (!file) throw new SdlProblem("typeMissing", typeName);
  const lineBreak = lineBreakOf(file.text);
  const printed = printField(field, "  ", lineBreak);
  const added = `extend type ${typeName} {${lineBreak}  ${printed}${lineBreak}}${lineBreak}`;
  return withText(files, path, appended(file.text, added));
}

/** The text with a definition at its end, behind an empty line. */
export function appended(text: string, added: string): string {
  const lineBreak = lineBreakOf(text);
  if (text.trim() === "") return text + added;
  const gap = text.endsWith("\n") ? lineBreak : lineBreak + lineBreak;
  return (/\n[ \t]*\r?\n$/.test(text) ? text : text + gap) + added;
}

/** Makes a field as wanted. What stays the same keeps its text. */
export function changeField(
  files: SdlFile[],
  typeName: string,
  fieldName: string,
  wanted: FieldChange,
): SdlFile[] {
  const { file, field } = find(files, typeName, fieldName);
  const edits: TextEdit[] = describe(file.text, field, wanted.description);
  if (print(field.type) !== wanted.type) {
    const { start, end } = placeOf(field.type);
    edits.push({ from: start, to: end, insert: wanted.type });
  }
  if (fieldName !== wanted.name) {
    const { start, end } = placeOf(field.name);
    edits.push({ from: start, to: end, insert: wanted.name });
  }
  let changed = withText(files, file.path, applyEdits(file.text, edits));
  for (const [name, value] of Object.entries(wanted.directives))
    changed = setFieldDirective(changed, typeName, wanted.name, name, value);
  return changed;
}

/** One directive at a time: each step reads the places that the step before left. */
export function setFieldDirective(
  files: SdlFile[],
  typeName: string,
  fieldName: string,
  directive: string,
  wanted: Arguments | null,
): SdlFile[] {
  const { file, field } = find(files, typeName, fieldName);
  const edits = setDirective(file.text, field, placeOf(field.type).end, directive, wanted);
  return edits.length === 0 ? files : withText(files, file.path, applyEdits(file.text, edits));
}

/** Adds one more of a directive that may come several times. */
export function addFieldDirective(
  files: SdlFile[],
  typeName: string,
  fieldName: string,
  directive: string,
  wanted: Arguments,
): SdlFile[] {
  const { file, field } = find(files, typeName, fieldName);
  const edit = addDirective(file.text, field, placeOf(field.type).end, printDirective(directive, wanted));
  return withText(files, file.path, applyEdits(file.text, [edit]));
}

/** Changes one of several directives of a name; null takes it away. */
export function changeFieldDirective(
  files: SdlFile[],
  typeName: string,
  fieldName: string,
  directive: string,
  index: number,
  wanted: Arguments | null,
): SdlFile[] {
  const { file, field } = find(files, typeName, fieldName);
  const found = directivesNamed(field, directive)[index];
  if (!found) throw new SdlProblem("fieldMissing", `${typeName}.${fieldName}`);
  const edits = wanted ? changeDirective(file.text, found, wanted) : [removeDirective(file.text, found)];
  return withText(files, file.path, applyEdits(file.text, edits));
}

export function removeField(files: SdlFile[], typeName: string, fieldName: string): SdlFile[] {
  const { file, node, field } = find(files, typeName, fieldName);
  if ((node.fields?.length ?? 0) > 1)
    return withText(files, file.path, applyEdits(file.text, [removeElement(file.text, field)]));
  const hasDirectives = (node.directives?.length ?? 0) > 0;
  if (!isExtension(node)) throw new SdlProblem("lastField", typeName);
  if (!hasDirectives) {
    const edit = removeElement(file.text, node);
    return withText(files, file.path, applyEdits(file.text, [edit]));
  }
  const last = node.directives?.at(-1);
  const from = last ? placeOf(last).end : placeOf(node.name).end;
  return withText(files, file.path, applyEdits(file.text, [{ from, to: placeOf(node).end, insert: "" }]));
}

/** Moves a field up (-1) or down (1) among those of its definition. */
export function moveField(files: SdlFile[], typeName: string, fieldName: string, by: -1 | 1): SdlFile[] {
  const { file, node, field } = find(files, typeName, fieldName);
  const fields = node.fields ?? [];
  const index = fields.indexOf(field);
  const target = index + by;
  if (target < 0 || target >= fields.length) return files;
  const before = by < 0 ? fields[target] : fields[target + 1];
  const edits = moveElement(file.text, node, field, before ?? null);
  return withText(files, file.path, applyEdits(file.text, edits));
}

function find(files: SdlFile[], typeName: string, fieldName: string) {
  const found = declaredField(readSources(files), typeName, fieldName);
  if (!found) throw new SdlProblem("fieldMissing", `${typeName}.${fieldName}`);
  return found;
}

/** `Tag` of `[Tag!]!`. */
export function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}

export type Shape = { type: string; list: boolean; required: boolean; itemsRequired: boolean };

export function shapeOf(type: TypeNode): Shape {
  const required = type.kind === Kind.NON_NULL_TYPE;
  const inner = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  const list = inner.kind === Kind.LIST_TYPE;
  const itemsRequired = inner.kind === Kind.LIST_TYPE && inner.type.kind === Kind.NON_NULL_TYPE;
  return { type: namedType(type).name.value, list, required, itemsRequired };
}

export function printShape({ type, list, required, itemsRequired }: Shape): string {
  const inner = list ? `[${type}${itemsRequired ? "!" : ""}]` : type;
  return required ? `${inner}!` : inner;
}

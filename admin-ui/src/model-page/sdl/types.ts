import { Kind, visit } from "graphql";
import { describe, printDescription } from "./description.ts";
import {
  type Arguments,
  addDirective,
  argumentsOf,
  changeDirective,
  directiveNamed,
  directivesNamed,
  printDirective,
  removeDirective,
} from "./directives.ts";
import { applyEdits, placeOf, type TextEdit } from "./edits.ts";
import { ownLines, removeElement } from "./elements.ts";
import { appended } from "./fields.ts";
import { lineBreakOf } from "./lines.ts";
import { SdlProblem } from "./problem.ts";
import { type Definition, readSources, type SdlFile, type TypeNode, withText } from "./sources.ts";

export type NewType = {
  name: string;
  description: string;
  /** What follows its name, as SDL: `@collection(title: "name")`. */
  directives: [string, Arguments][];
} & (
  | { kind: "interface" | "type"; fields: string[] }
  | { kind: "enum"; values: string[] }
  | { kind: "union"; members: string[] }
);

export function printType(type: NewType, lineBreak: string): string {
  const described = type.description.trim();
  const description = described === "" ? "" : printDescription(described, "", lineBreak) + lineBreak;
  const directives = type.directives.map(([name, args]) => printDirective(name, args));
  const isLong = directives.length > 2 || directives.join(" ").length > 60;
  const space = isLong ? `${lineBreak}  ` : " ";
  const head = [`${type.kind} ${type.name}`, ...directives].join(space);
  if (type.kind === "union") return `${description}${head} = ${type.members.join(" | ")}${lineBreak}`;
  const inner = type.kind === "enum" ? type.values : type.fields;
  const lines = inner.map((line) => `  ${line}${lineBreak}`).join("");
  return `${description}${head} {${lineBreak}${lines}}${lineBreak}`;
}

/** Adds a type at the end of a file, which is made if there is none. */
export function addType(files: SdlFile[], path: string, type: NewType): SdlFile[] {
  const file = files.find((file) => file.path === path);
  if (!file) return [...files, { path, text: printType(type, "\n") }];
  return withText(files, path, appended(file.text, printType(type, lineBreakOf(file.text))));
}

/** Removes a type with everything that extends it. A file that holds nothing else goes, too. */
export function removeType(files: SdlFile[], typeName: string): SdlFile[] {
  const definitions = readSources(files).types.get(typeName) ?? [];
  if (definitions.length === 0) throw new SdlProblem("typeMissing", typeName);
  return files.flatMap((file) => {
    const nodes = definitions.filter((definition) => definition.file.path === file.path);
    if (nodes.length === 0) return [file];
    const text = applyEdits(
      file.text,
      nodes.map(({ node }) => removeDefinition(file.text, node)),
    );
    return text.trim() === "" ? [] : [{ ...file, text }];
  });
}

function removeDefinition(text: string, node: TypeNode): TextEdit {
  const lines = ownLines(text, node);
  if (!lines) return removeElement(text, node);
  // Of the empty lines around it one side goes.
  const below = /^(?:[ \t]*\r?\n)+/.exec(text.slice(lines.to))?.[0] ?? "";
  if (below !== "" || lines.to < text.length) return { ...lines, to: lines.to + below.length, insert: "" };
  const above = /(?<=\n)(?:[ \t]*\r?\n)+$/.exec(text.slice(0, lines.from))?.[0] ?? "";
  return { ...lines, from: lines.from - above.length, insert: "" };
}

const storing = ["collection", "component", "singleton"];

/** Renames a type wherever it is named as one. Its data moves along by `@oldName`. */
export function renameType(
  files: SdlFile[],
  typeName: string,
  newName: string,
  keepsData: boolean,
): SdlFile[] {
  const sources = readSources(files);
  if (!sources.types.has(typeName)) throw new SdlProblem("typeMissing", typeName);
  let renamed = files;
  for (const { file, document } of sources.documents) {
    const edits: TextEdit[] = [];
    visit(document, {
      Name(node, _, parent) {
        const isType =
          parent !== undefined &&
          !Array.isArray(parent) &&
          "kind" in parent &&
          (parent.kind === Kind.NAMED_TYPE || /Type(Definition|Extension)$/.test(parent.kind));
        if (isType && node.value === typeName) {
          const { start, end } = placeOf(node);
          edits.push({ from: start, to: end, insert: newName });
        }
      },
    });
    if (edits.length > 0) renamed = withText(renamed, file.path, applyEdits(file.text, edits));
  }
  const [old] = typeDirectives(renamed, newName, "oldName");
  const isBack = old !== undefined && argumentsOf(old.directive).is === JSON.stringify(newName);
  if (isBack) return removeTypeDirective(renamed, newName, "oldName", 0);
  // Enums, unions and interfaces have no data of their own that could move.
  const isStored = sources.types
    .get(typeName)
    ?.some(({ node }) => storing.some((directive) => directiveNamed(node, directive)));
  if (!keepsData || !isStored) return renamed;
  return setTypeDirective(renamed, newName, "oldName", { is: JSON.stringify(typeName) });
}

/** Where a type says something: the definition, or the first extension of a type that is built in. */
function mainDefinition(files: SdlFile[], typeName: string): Definition {
  const definition = readSources(files).types.get(typeName)?.[0];
  if (!definition) throw new SdlProblem("typeMissing", typeName);
  return definition;
}

/** The definition that has the directive, or the one that would. */
function holderOf(files: SdlFile[], typeName: string, directive: string): Definition {
  const definitions = readSources(files).types.get(typeName) ?? [];
  const found = definitions.find(({ node }) => directiveNamed(node, directive));
  return found ?? mainDefinition(files, typeName);
}

export function describeType(files: SdlFile[], typeName: string, description: string): SdlFile[] {
  const { file, node } = mainDefinition(files, typeName);
  if (!("description" in node)) return files;
  const edits = describe(file.text, node, description);
  return edits.length === 0 ? files : withText(files, file.path, applyEdits(file.text, edits));
}

/** Makes the one directive of a name be as wanted; null takes it away. */
export function setTypeDirective(
  files: SdlFile[],
  typeName: string,
  directive: string,
  wanted: Arguments | null,
): SdlFile[] {
  const { node } = holderOf(files, typeName, directive);
  const existing = directiveNamed(node, directive);
  if (existing)
    return wanted
      ? changeTypeDirective(files, typeName, directive, 0, wanted)
      : removeTypeDirective(files, typeName, directive, 0);
  return wanted ? addTypeDirective(files, typeName, directive, wanted) : files;
}

/** All directives of a name on a type, over everything that says what it is. */
export function typeDirectives(files: SdlFile[], typeName: string, directive: string) {
  const definitions = readSources(files).types.get(typeName) ?? [];
  return definitions.flatMap(({ file, node }) =>
    directivesNamed(node, directive).map((found) => ({ file, node, directive: found })),
  );
}

export function addTypeDirective(
  files: SdlFile[],
  typeName: string,
  directive: string,
  wanted: Arguments,
): SdlFile[] {
  const { file, node } = holderOf(files, typeName, directive);
  const edit = addDirective(file.text, node, headOf(node), printDirective(directive, wanted));
  return withText(files, file.path, applyEdits(file.text, [edit]));
}

export function changeTypeDirective(
  files: SdlFile[],
  typeName: string,
  directive: string,
  index: number,
  wanted: Arguments,
): SdlFile[] {
  const found = typeDirectives(files, typeName, directive)[index];
  if (!found) throw new SdlProblem("typeMissing", typeName);
  const edits = changeDirective(found.file.text, found.directive, wanted);
  return withText(files, found.file.path, applyEdits(found.file.text, edits));
}

export function removeTypeDirective(
  files: SdlFile[],
  typeName: string,
  directive: string,
  index: number,
): SdlFile[] {
  const found = typeDirectives(files, typeName, directive)[index];
  if (!found) throw new SdlProblem("typeMissing", typeName);
  const { file, node } = found;
  const isAllOfIt =
    node.kind === Kind.OBJECT_TYPE_EXTENSION &&
    (node.directives?.length ?? 0) === 1 &&
    (node.fields?.length ?? 0) === 0;
  const edit = isAllOfIt ? removeDefinition(file.text, node) : removeDirective(file.text, found.directive);
  return withText(files, file.path, applyEdits(file.text, [edit]));
}

/** The end of what stands before a type's directives. */
function headOf(node: TypeNode): number {
  const last = "interfaces" in node ? node.interfaces?.at(-1) : undefined;
  return placeOf(last ?? node.name).end;
}

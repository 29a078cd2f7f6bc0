import type { EnumValueDefinitionNode } from "graphql";
import { describe, printDescription } from "./description.ts";
import { setDirective } from "./directives.ts";
import { applyEdits, placeOf, type TextEdit, tokenAfter, tokenBefore } from "./edits.ts";
import { insertElement, moveElement, removeElement } from "./elements.ts";
import { indentAt, lineBreakOf, startsItsLine } from "./lines.ts";
import { quoted } from "./literal.ts";
import { SdlProblem } from "./problem.ts";
import { enumDefinitions, readSources, type SdlFile, unionDefinitions, withText } from "./sources.ts";
import { renameValueReferences } from "./value-references.ts";

export type ValueChange = { name: string; description: string };

function findValue(files: SdlFile[], typeName: string, valueName: string) {
  for (const definition of enumDefinitions(readSources(files), typeName)) {
    const value = definition.node.values?.find((value) => value.name.value === valueName);
    if (value) return { ...definition, value };
  }
  throw new SdlProblem("fieldMissing", `${typeName}.${valueName}`);
}

/** Adds a value to an enum, or to the first extension of one that is built in, which is made where there is none. */
export function addEnumValue(
  files: SdlFile[],
  typeName: string,
  { name, description }: ValueChange,
  fallbackPath: string,
): SdlFile[] {
  const target = enumDefinitions(readSources(files), typeName)[0];
  if (!target) {
    const fallback = files.find((file) => file.path === fallbackPath);
    if (!fallback) throw new SdlProblem("typeMissing", typeName);
    const lineBreak = lineBreakOf(fallback.text);
    const lines =
      description.trim() === "" ? "" : `  ${printDescription(description, "  ", lineBreak)}${lineBreak}`;
    const added = `${lineBreak}extend enum ${typeName} {${lineBreak}${lines}  ${name}${lineBreak}}${lineBreak}`;
    return withText(files, fallbackPath, fallback.text + added);
  }
  const { file, node } = target;
  const lineBreak = lineBreakOf(file.text);
  const edit = insertElement(file.text, node, "end", (indent) => {
    if (description.trim() === "") return name;
    return (
      printDescription(description, indent, lineBreak) + (indent === "" ? " " : lineBreak + indent) + name
    );
  });
  return withText(files, file.path, applyEdits(file.text, [edit]));
}

export function changeEnumValue(
  files: SdlFile[],
  typeName: string,
  valueName: string,
  wanted: ValueChange & { keepsData: boolean },
): SdlFile[] {
  const followed =
    valueName === wanted.name
      ? files
      : renameValueReferences(files, { type: typeName, name: valueName }, wanted.name);
  const { file, value } = findValue(followed, typeName, valueName);
  const edits: TextEdit[] = describe(file.text, value, wanted.description);
  if (valueName !== wanted.name) {
    const { start, end } = placeOf(value.name);
    edits.push({ from: start, to: end, insert: wanted.name });
    if (wanted.keepsData)
      edits.push(...setDirective(file.text, value, end, "oldName", { is: quoted(valueName) }));
  }
  return withText(followed, file.path, applyEdits(file.text, edits));
}

export function removeEnumValue(files: SdlFile[], typeName: string, valueName: string): SdlFile[] {
  const { file, node, value } = findValue(files, typeName, valueName);
  if ((node.values?.length ?? 0) < 2) throw new SdlProblem("lastValue", typeName);
  return withText(files, file.path, applyEdits(file.text, [removeElement(file.text, value)]));
}

export function moveEnumValue(files: SdlFile[], typeName: string, valueName: string, by: -1 | 1): SdlFile[] {
  const { file, node, value } = findValue(files, typeName, valueName);
  const values: readonly EnumValueDefinitionNode[] = node.values ?? [];
  const target = values.indexOf(value) + by;
  if (target < 0 || target >= values.length) return files;
  const before = by < 0 ? values[target] : values[target + 1];
  return withText(
    files,
    file.path,
    applyEdits(file.text, moveElement(file.text, node, value, before ?? null)),
  );
}

/** Adds a component to a union, as its members stand: on a line, or each on its own. */
export function addMember(files: SdlFile[], unionName: string, component: string): SdlFile[] {
  const target = unionDefinitions(readSources(files), unionName)[0];
  const last = target?.node.types?.at(-1);
  if (!target || !last) throw new SdlProblem("typeMissing", unionName);
  const { text, path } = target.file;
  const place = placeOf(last);
  const bar = tokenBefore(place.startToken);
  const isOnOwnLine = bar?.kind === "|" && startsItsLine(text, bar.start);
  const space = isOnOwnLine ? lineBreakOf(text) + indentAt(text, bar.start) : " ";
  return withText(
    files,
    path,
    applyEdits(text, [{ from: place.end, to: place.end, insert: `${space}| ${component}` }]),
  );
}

export function removeMember(files: SdlFile[], unionName: string, component: string): SdlFile[] {
  for (const { file, node } of unionDefinitions(readSources(files), unionName)) {
    const members = node.types ?? [];
    const member = members.find((member) => member.name.value === component);
    if (!member) continue;
    if (members.length < 2) throw new SdlProblem("lastMember", unionName);
    return withText(files, file.path, applyEdits(file.text, [memberRemoval(file.text, member)]));
  }
  throw new SdlProblem("typeMissing", component);
}

function memberRemoval(text: string, member: Parameters<typeof placeOf>[0]): TextEdit {
  const { start, end, startToken, endToken } = placeOf(member);
  const before = tokenBefore(startToken);
  if (before?.kind === "|") {
    const space = /[ \t\r\n]*$/.exec(text.slice(0, before.start))?.[0].length ?? 0;
    const isBehindComment = before.prev?.kind === "Comment";
    return { from: isBehindComment ? before.start : before.start - space, to: end, insert: "" };
  }
  // The first one without a bar: the bar behind it goes along.
  const bar = tokenAfter(endToken);
  const next = bar && tokenAfter(bar);
  return { from: start, to: next?.start ?? end, insert: "" };
}

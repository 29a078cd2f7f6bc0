import { applyEdits, placeOf, type TextEdit, tokenAfter, tokenBefore } from "./edits.ts";
import { SdlProblem } from "./problem.ts";
import { fieldDefinitions, readSources, type SdlFile, withText } from "./sources.ts";

/** The interfaces that a type says it has. */
export function interfacesOf(files: SdlFile[], typeName: string): string[] {
  return fieldDefinitions(readSources(files), typeName).flatMap(({ node }) =>
    (node.interfaces ?? []).map((it) => it.name.value),
  );
}

/** Makes a type have these interfaces and no others. */
export function setInterfaces(files: SdlFile[], typeName: string, wanted: string[]): SdlFile[] {
  const before = interfacesOf(files, typeName);
  const removed = before
    .filter((name) => !wanted.includes(name))
    .reduce((all, name) => removeInterface(all, typeName, name), files);
  return wanted
    .filter((name) => !before.includes(name))
    .reduce((all, name) => addInterface(all, typeName, name), removed);
}

function addInterface(files: SdlFile[], typeName: string, name: string): SdlFile[] {
  const definitions = fieldDefinitions(readSources(files), typeName);
  const target = definitions.find(({ node }) => (node.interfaces?.length ?? 0) > 0) ?? definitions[0];
  if (!target) throw new SdlProblem("typeMissing", typeName);
  const last = target.node.interfaces?.at(-1);
  const { end } = placeOf(last ?? target.node.name);
  const edit = { from: end, to: end, insert: last ? ` & ${name}` : ` implements ${name}` };
  return withText(files, target.file.path, applyEdits(target.file.text, [edit]));
}

export function removeInterface(files: SdlFile[], typeName: string, name: string): SdlFile[] {
  for (const { file, node } of fieldDefinitions(readSources(files), typeName)) {
    const found = node.interfaces?.find((it) => it.name.value === name);
    if (found)
      return withText(
        files,
        file.path,
        applyEdits(file.text, [removal(node.interfaces?.length ?? 1, found)]),
      );
  }
  return files;
}

/** With the sign that joins it to its neighbour, or with the word `implements`. */
function removal(count: number, found: Parameters<typeof placeOf>[0]): TextEdit {
  const { start, end, startToken, endToken } = placeOf(found);
  const before = tokenBefore(startToken);
  const after = tokenAfter(endToken);
  if (count === 1) {
    const word = before?.kind === "&" ? tokenBefore(before) : before;
    const from = (word && tokenBefore(word)?.end) ?? start;
    return { from, to: end, insert: "" };
  }
  if (before?.kind === "&" && after?.kind !== "&")
    return { from: tokenBefore(before)?.end ?? start, to: end, insert: "" };
  const next = after && tokenAfter(after);
  return { from: start, to: next?.start ?? end, insert: "" };
}

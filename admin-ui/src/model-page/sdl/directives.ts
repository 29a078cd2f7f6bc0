import type { ConstDirectiveNode } from "graphql";
import { placeOf, type TextEdit, tokenAfter, tokenBefore } from "./edits.ts";
import { ownLines } from "./elements.ts";
import { endsItsLine, indentAt, lineBreakOf, lineEnd, lineStart, startsItsLine } from "./lines.ts";
import { printValue, sameLiteral } from "./literal.ts";

/** The arguments of a directive as GraphQL writes their values, in the order in which new ones are written. */
export type Arguments = Record<string, string>;

/** What can have directives: a field, a type, a value of an enum. */
export type Holder = Parameters<typeof placeOf>[0] & {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
};

export function directivesNamed(holder: Holder, name: string): ConstDirectiveNode[] {
  return (holder.directives ?? []).filter((directive) => directive.name.value === name);
}

export function directiveNamed(holder: Holder, name: string): ConstDirectiveNode | undefined {
  return holder.directives?.find((directive) => directive.name.value === name);
}

export function argumentsOf(directive: ConstDirectiveNode): Arguments {
  const entries = (directive.arguments ?? []).map((argument) => [
    argument.name.value,
    printValue(argument.value),
  ]);
  return Object.fromEntries(entries);
}

export function printDirective(name: string, wanted: Arguments): string {
  const printed = Object.entries(wanted).map(([name, value]) => `${name}: ${value}`);
  return printed.length === 0 ? `@${name}` : `@${name}(${printed.join(", ")})`;
}

/** Gives a directive these arguments. What stays the same keeps its text, comments between arguments included. */
export function changeDirective(text: string, directive: ConstDirectiveNode, wanted: Arguments): TextEdit[] {
  const existing = directive.arguments ?? [];
  const { endToken, end } = placeOf(directive);
  const names = Object.keys(wanted);
  const added = names.filter((name) => !existing.some((argument) => argument.name.value === name));
  const kept = existing.filter((argument) => names.includes(argument.name.value));
  if (existing.length === 0 || kept.length === 0) {
    const same = existing.length === 0 && names.length === 0;
    if (same) return [];
    const from = placeOf(directive.name).end;
    const printed = printDirective("", wanted).slice(1);
    return [{ from, to: end, insert: printed }];
  }
  const edits: TextEdit[] = [];
  for (const argument of existing) {
    const value = wanted[argument.name.value];
    const place = placeOf(argument.value);
    if (value === undefined) edits.push(removeArgument(text, argument, existing[0] === argument));
    else if (!sameLiteral(printValue(argument.value), value))
      edits.push({ from: place.start, to: place.end, insert: value });
  }
  const last = existing.at(-1);
  if (added.length > 0 && last && endToken.kind === ")") {
    const printed = added.map((name) => `, ${name}: ${wanted[name]}`).join("");
    edits.push({ from: placeOf(last).end, to: placeOf(last).end, insert: printed });
  }
  return edits;
}

function removeArgument(text: string, argument: Parameters<typeof placeOf>[0], isFirst: boolean): TextEdit {
  const { start, end, startToken, endToken } = placeOf(argument);
  if (isFirst) {
    const next = tokenAfter(endToken);
    const hasComment = endToken.next?.kind === "Comment";
    return { from: start, to: hasComment ? end : (next?.start ?? end), insert: "" };
  }
  const hasComment = startToken.prev?.kind === "Comment";
  const before = hasComment
    ? (/[ \t,]*$/.exec(text.slice(0, start))?.[0].length ?? 0)
    : start - (tokenBefore(startToken)?.end ?? start);
  return { from: start - before, to: end, insert: "" };
}

/** Takes a directive away, with its line where it has one. */
export function removeDirective(text: string, directive: ConstDirectiveNode): TextEdit {
  const lines = ownLines(text, directive);
  if (lines) return { ...lines, insert: "" };
  const { start, end, startToken } = placeOf(directive);
  if (startToken.prev?.kind === "Comment") {
    // What follows must not become part of the comment.
    const after = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
    const from = startsItsLine(text, start) ? lineStart(text, start) : start;
    return { from, to: end + after, insert: "" };
  }
  return { from: tokenBefore(startToken)?.end ?? start, to: end, insert: "" };
}

/** Adds a directive behind those of the same name, or behind all others, or behind `head`, the end of what comes before them. */
export function addDirective(text: string, holder: Holder, head: number, printed: string): TextEdit {
  const name = /^@(\w+)/.exec(printed)?.[1] ?? "";
  const sibling = directivesNamed(holder, name).at(-1) ?? holder.directives?.at(-1);
  if (!sibling) return { from: head, to: head, insert: ` ${printed}` };
  const { start, end } = placeOf(sibling);
  if (!startsItsLine(text, start)) return { from: end, to: end, insert: ` ${printed}` };
  const from = endsItsLine(text, end) ? lineEnd(text, end) : end;
  return { from, to: from, insert: `${lineBreakOf(text)}${indentAt(text, start)}${printed}` };
}

/** Makes the one directive of a name be as wanted: added, changed or (null) taken away. */
export function setDirective(
  text: string,
  holder: Holder,
  head: number,
  name: string,
  wanted: Arguments | null,
): TextEdit[] {
  const existing = directiveNamed(holder, name);
  if (existing) return wanted ? changeDirective(text, existing, wanted) : [removeDirective(text, existing)];
  return wanted ? [addDirective(text, holder, head, printDirective(name, wanted))] : [];
}

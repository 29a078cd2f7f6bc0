import type { EnumValueDefinitionNode, FieldDefinitionNode, Token } from "graphql";
import { placeOf, type TextEdit, tokenAfter, tokenBefore } from "./edits.ts";
import { endsItsLine, indentAt, lineBreakOf, lineEnd, lineStart, nextLine, startsItsLine } from "./lines.ts";
import type { TypeNode } from "./sources.ts";

/** What stands between the braces of a type: a field, or a value of an enum. */
export type ElementNode = FieldDefinitionNode | EnumValueDefinitionNode;

/** All that belongs to something that has its lines for itself: comments right above it, and one behind it. */
export function ownLines(text: string, node: Parameters<typeof placeOf>[0]) {
  const { start, end, startToken } = placeOf(node);
  if (!startsItsLine(text, start) || !endsItsLine(text, end)) return null;
  // A `#` before the end of what comes before may be part of a text.
  const floor = tokenBefore(startToken)?.end ?? 0;
  let from = lineStart(text, start);
  while (from > 0) {
    const above = lineStart(text, from - 1);
    if (above < floor || !/^[ \t\uFEFF]*#/.test(text.slice(above, from))) break;
    from = above;
  }
  return { from, to: nextLine(text, end) };
}

/** Removes an element: with its lines, or from among its neighbours on the line. */
export function removeElement(text: string, node: Parameters<typeof placeOf>[0]): TextEdit {
  const lines = ownLines(text, node);
  if (lines) return { ...lines, insert: "" };
  const { start, end, startToken, endToken } = placeOf(node);
  const isFirstOnLine = startsItsLine(text, start);
  if (!isFirstOnLine) {
    const before = /[ \t,]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
    return { from: start - before, to: end, insert: "" };
  }
  const next = tokenAfter(endToken);
  const closes = next?.kind === "}" && startToken.prev?.kind !== "Comment";
  if (closes) return { from: tokenBefore(startToken)?.end ?? start, to: end, insert: "" };
  const after = /^[ \t,]*/.exec(text.slice(end))?.[0].length ?? 0;
  return { from: start, to: end + after, insert: "" };
}

/** The elements of a definition, in their order. */
export function elementsOf(node: TypeNode): readonly ElementNode[] {
  if ("fields" in node) return node.fields ?? [];
  if ("values" in node) return node.values ?? [];
  return [];
}

/**
 * Inserts an element behind a sibling, or at the front. `print` writes it for an indentation; `""` means that it stands
 * on a line with others.
 */
export function insertElement(
  text: string,
  node: TypeNode,
  behind: ElementNode | "front" | "end",
  print: (indent: string) => string,
): TextEdit {
  const lineBreak = lineBreakOf(text);
  const elements = elementsOf(node);
  const place = placeOf(node);
  const outer = indentAt(text, place.start);
  const first = elements[0];
  const last = elements.at(-1);
  if (!first || !last) {
    const inner = `${outer}  `;
    return at(place.end, ` {${lineBreak}${inner}${print(inner)}${lineBreak}${outer}}`);
  }
  const brace = openingBrace(first);
  const indent = innerIndent(text, elements) ?? `${outer}  `;
  const isOneLine = lineEnd(text, brace.start) === lineEnd(text, place.end);
  const sibling = behind === "end" ? last : behind;
  if (sibling === "front") {
    if (isOneLine || !endsItsLine(text, brace.end)) return at(placeOf(first).start, `${print("")} `);
    const gap = isSpaced(text, elements) ? lineBreak : "";
    return at(nextLine(text, brace.end), `${indent}${print(indent)}${lineBreak}${gap}`);
  }
  const end = placeOf(sibling).end;
  if (isOneLine) return at(end, ` ${print("")}`);
  if (endsItsLine(text, end)) {
    const gap = isSpaced(text, elements) ? lineBreak : "";
    return at(nextLine(text, end), `${gap}${indent}${print(indent)}${lineBreak}`);
  }
  const next = tokenAfter(placeOf(sibling).endToken);
  return next?.kind === "}" ? at(end, `${lineBreak}${indent}${print(indent)}`) : at(end, ` ${print("")}`);
}

/** Puts an element right before another one of the same definition, or at the end. */
export function moveElement(
  text: string,
  node: TypeNode,
  moved: ElementNode,
  before: ElementNode | null,
): TextEdit[] {
  const others = elementsOf(node).filter((element) => element !== moved);
  const index = before ? others.indexOf(before) : others.length;
  const behind = others[index - 1];
  const removal = removeElement(text, moved);
  const lines = ownLines(text, moved);
  const front = before && ownLines(text, before);
  const rear = !before && behind ? ownLines(text, behind) : null;
  if (lines && (front || rear)) {
    const chunk = text.slice(lines.from, lines.to);
    const gap = isSpaced(text, elementsOf(node)) ? lineBreakOf(text) : "";
    const cut = gap ? withGap(text, removal) : removal;
    return [cut, front ? at(front.from, chunk + gap) : at(rear?.to ?? lines.to, gap + chunk)];
  }
  const itself = text.slice(placeOf(moved).start, placeOf(moved).end);
  return [removal, insertElement(text, node, behind ?? "front", () => itself)];
}

/** The lines and the empty line above them, or the one below where they are the first. */
function withGap(text: string, lines: TextEdit): TextEdit {
  const above = /\n([ \t]*\r?\n)$/.exec(text.slice(0, lines.from))?.[1];
  if (above) return { ...lines, from: lines.from - above.length };
  const below = /^[ \t]*\r?\n/.exec(text.slice(lines.to))?.[0] ?? "";
  return { ...lines, to: lines.to + below.length };
}

function at(offset: number, insert: string): TextEdit {
  return { from: offset, to: offset, insert };
}

function openingBrace(first: ElementNode): Token {
  const brace = tokenBefore(placeOf(first).startToken);
  if (brace?.kind !== "{") throw new Error("the block has no opening brace");
  return brace;
}

function innerIndent(text: string, elements: readonly ElementNode[]): string | null {
  const own = elements.find((element) => startsItsLine(text, placeOf(element).start));
  return own ? indentAt(text, placeOf(own).start) : null;
}

/** Whether empty lines stand between all elements. */
function isSpaced(text: string, elements: readonly ElementNode[]): boolean {
  if (elements.length < 2) return false;
  return elements.slice(1).every((element, index) => {
    const previous = elements[index];
    if (!previous) return false;
    return /\n[ \t]*\r?\n/.test(text.slice(placeOf(previous).end, placeOf(element).start));
  });
}

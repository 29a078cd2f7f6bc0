import type { ASTNode, Location, Token } from "graphql";

/** Replaces the characters from `from` to `to`; everything else stays, byte for byte. */
export type TextEdit = { from: number; to: number; insert: string };

/** Applies edits that don't overlap. Those at the same place come in the order in which they are given. */
export function applyEdits(text: string, edits: TextEdit[]): string {
  const inOrder = edits.map((edit, index) => ({ ...edit, index }));
  inOrder.sort((one, other) => one.from - other.from || one.to - other.to || one.index - other.index);
  let result = "";
  let at = 0;
  for (const { from, to, insert } of inOrder) {
    if (from < at) throw new Error("edits overlap");
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

/** Where a node of a parsed text stands. */
export function placeOf(node: ASTNode): Location {
  // Nothing here parses without locations.
  if (!node.loc) throw new Error("the node has no place");
  return node.loc;
}

/** The last token before this one that is no comment. */
export function tokenBefore(token: Token): Token | null {
  let before = token.prev;
  while (before?.kind === "Comment") before = before.prev;
  return before;
}

export function tokenAfter(token: Token): Token | null {
  let after = token.next;
  while (after?.kind === "Comment") after = after.next;
  return after;
}

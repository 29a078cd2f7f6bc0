import { parse, print, type Token, TokenKind } from "graphql";

/**
 * Formats a document with graphql's printer. The printer drops comments, so they are put back, each on a line of
 * its own above what it was said about. Returns null for text that can't be parsed.
 */
export function formatOperation(text: string): string | null {
  try {
    const printed = print(parse(text));
    return restoreComments(text, printed);
  } catch {
    return null;
  }
}

function restoreComments(text: string, printed: string): string | null {
  const before = significantTokens(text);
  const after = significantTokens(printed);
  if (before.every((token) => token.comments.length === 0)) return printed;
  if (before.length !== after.length) return null;

  const lines = printed.split("\n");
  const commentsAbove = new Map<number, string[]>();
  before.forEach(({ comments }, index) => {
    const token = after[index]?.token;
    const line = !token || token.kind === TokenKind.EOF ? lines.length : token.line - 1;
    commentsAbove.set(line, [...(commentsAbove.get(line) ?? []), ...comments]);
  });
  return [...lines, ""]
    .flatMap((line, index) => {
      const indent = (/^\s*/.exec(line)?.[0] ?? "") + (/^\s*[})\]]/.test(line) ? "  " : "");
      return [...(commentsAbove.get(index) ?? []).map((comment) => `${indent}#${comment}`), line];
    })
    .join("\n")
    .trimEnd();
}

type CommentedToken = { token: Token; comments: string[] };

/** All tokens but comments, each with the comments before it. Leaves out the optional `query` of `query {`. */
function significantTokens(text: string): CommentedToken[] {
  const tokens: CommentedToken[] = [];
  let comments: string[] = [];
  for (let token = parse(text).loc?.startToken.next; token; token = token.next) {
    if (token.kind === TokenKind.COMMENT) {
      const previous = tokens.at(-1);
      const isTrailing = previous?.token.line === token.line && previous.token.kind !== TokenKind.BRACE_L;
      (isTrailing ? previous.comments : comments).push(token.value);
      continue;
    }
    if (token.kind === TokenKind.BRACE_L && isShorthandQuery(tokens)) {
      comments = [...(tokens.pop()?.comments ?? []), ...comments];
    }
    tokens.push({ token, comments });
    comments = [];
  }
  return tokens;
}

function isShorthandQuery(tokens: readonly CommentedToken[]): boolean {
  const last = tokens.at(-1)?.token;
  const beforeLast = tokens.at(-2)?.token;
  const atDefinition = beforeLast === undefined || beforeLast.kind === TokenKind.BRACE_R;
  return last?.kind === TokenKind.NAME && last.value === "query" && atDefinition;
}

import type { StringValueNode } from "graphql";
import { placeOf, type TextEdit, tokenAfter } from "./edits.ts";
import { indentAt, lineBreakOf, startsItsLine } from "./lines.ts";
import { quoted } from "./literal.ts";

type Described = { readonly description?: StringValueNode | undefined; readonly loc?: unknown };

/** A description as SDL: on one line, or in three quotes when it has several. Its lines begin with `indent`. */
export function printDescription(text: string, indent: string, lineBreak: string, asBlock = false): string {
  const lines = text.trim().split(/\r\n|\r|\n/);
  const fitsQuotes = !/["\\]$/.test(text.trim());
  if (lines.length === 1 && !asBlock) return quoted(text.trim());
  const escaped = lines.map((line) => line.trimEnd().replaceAll('"""', '\\"""'));
  if (lines.length === 1 && fitsQuotes) return `"""${escaped[0]}"""`;
  const inner = escaped.map((line) => (line === "" ? "" : indent + line));
  return [`"""`, ...inner, `${indent}"""`].join(lineBreak);
}

/** What has to be replaced for the node to have the description; nothing where it says the same already. */
export function describe(
  text: string,
  node: Described & Parameters<typeof placeOf>[0],
  wanted: string,
): TextEdit[] {
  const { description } = node;
  const described = wanted.trim();
  if ((description?.value ?? "") === described) return [];
  const start = placeOf(node).start;
  const indent = startsItsLine(text, start) ? indentAt(text, start) : "";
  const lineBreak = lineBreakOf(text);
  if (!description) {
    const printed = printDescription(described, indent, lineBreak);
    const space = startsItsLine(text, start) ? lineBreak + indent : " ";
    return [{ from: start, to: start, insert: printed + space }];
  }
  const place = placeOf(description);
  if (described !== "")
    return [
      {
        from: place.start,
        to: place.end,
        insert: printDescription(described, indent, lineBreak, description.block),
      },
    ];
  // A comment between the description and the name stays.
  const next = place.endToken.next?.kind === "Comment" ? place.endToken.next : tokenAfter(place.endToken);
  return [{ from: place.start, to: next?.start ?? place.end, insert: "" }];
}

import { changeBetween } from "../../code/text-change.ts";
import { lineBreakOf } from "./lines.ts";

/**
 * A file's text after it was edited where every line break is `\n`: what was not edited keeps its line breaks, and
 * what is new has those of the file.
 */
export function mergeEdited(original: string, edited: string): string {
  const plain = original.replace(/\r\n?/g, "\n");
  const change = changeBetween(plain, edited);
  if (change.insert === "" && change.from === change.to) return original;
  const insert = change.insert.replaceAll("\n", lineBreakOf(original));
  return (
    original.slice(0, originalOffset(original, change.from)) +
    insert +
    original.slice(originalOffset(original, change.to))
  );
}

/** Where a place of the plain text stands in the original: never within a line break of two characters. */
function originalOffset(original: string, plainOffset: number): number {
  let offset = 0;
  for (let plain = 0; plain < plainOffset; plain += 1)
    offset += original[offset] === "\r" && original[offset + 1] === "\n" ? 2 : 1;
  return offset;
}

/** Where a place of the original stands in the plain text that editors show. */
export function plainOffset(original: string, offset: number): number {
  return original.slice(0, offset).replace(/\r\n/g, "\n").length;
}

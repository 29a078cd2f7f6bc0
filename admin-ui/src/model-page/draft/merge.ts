import { diffArrays } from "diff";
import { readSources } from "../sdl/sources.ts";

/** What becomes of the tokens from `from` to `to`. */
type Hunk = { from: number; to: number; insert: string };

/**
 * Makes two changes of one text, word by word; null where they contradict each other. What both add at the same place
 * comes one behind the other: two people may each add a field at the end of a type.
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  const tokens = tokensOf(base);
  const changes = [...hunksOf(tokens, theirs), ...hunksOf(tokens, mine)];
  const unique = changes.filter(
    (hunk, index) => !changes.slice(0, index).some((other) => JSON.stringify(other) === JSON.stringify(hunk)),
  );
  const inOrder = unique.sort((one, other) => one.from - other.from || one.to - other.to);
  let merged = "";
  let at = 0;
  for (const { from, to, insert } of inOrder) {
    if (from < at) return null;
    merged += tokens.slice(at, from).join("") + insert;
    at = to;
  }
  merged += tokens.slice(at).join("");
  return isReadable(merged) || !isReadable(base) ? merged : null;
}

function tokensOf(text: string): string[] {
  return text.match(/\s+|\w+|[^\s\w]/g) ?? [];
}

function hunksOf(base: string[], changed: string): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const { added, removed, value } of diffArrays(base, tokensOf(changed))) {
    if (!added && !removed) {
      open = null;
      at += value.length;
      continue;
    }
    if (!open) {
      open = { from: at, to: at, insert: "" };
      hunks.push(open);
    }
    if (added) open.insert += value.join("");
    else {
      at += value.length;
      open.to = at;
    }
  }
  return hunks;
}

function isReadable(text: string): boolean {
  return readSources([{ path: "", text }]).mistakes.length === 0;
}

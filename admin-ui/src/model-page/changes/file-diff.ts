import { structuredPatch } from "diff";
import type { SdlFile } from "../sdl/sources.ts";

export type DiffLine = { sign: " " | "+" | "-"; text: string; before: number | null; after: number | null };
export type FileDiff = {
  path: string;
  change: "added" | "changed" | "removed";
  /** Runs of lines with a few around them. */
  hunks: DiffLine[][];
};

/** What differs between the files, by lines. */
export function fileDiffs(base: SdlFile[], files: SdlFile[]): FileDiff[] {
  const paths = [...new Set([...base, ...files].map((file) => file.path))].sort();
  return paths.flatMap((path) => {
    const before = base.find((file) => file.path === path)?.text;
    const after = files.find((file) => file.path === path)?.text;
    if (before === after) return [];
    const change = before === undefined ? "added" : after === undefined ? "removed" : "changed";
    const patch = structuredPatch(path, path, before ?? "", after ?? "", "", "", { context: 3 });
    const hunks = patch.hunks.map((hunk) => {
      let [from, to] = [hunk.oldStart, hunk.newStart];
      return hunk.lines.flatMap((line): DiffLine[] => {
        const text = line.slice(1).replace(/\r$/, "");
        if (line.startsWith("+")) return [{ sign: "+", text, before: null, after: to++ }];
        if (line.startsWith("-")) return [{ sign: "-", text, before: from++, after: null }];
        // The note about a missing line break at the end is no line.
        return line.startsWith(" ") ? [{ sign: " ", text, before: from++, after: to++ }] : [];
      });
    });
    return [{ path, change, hunks }];
  });
}

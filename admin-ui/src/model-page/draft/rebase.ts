import { applyPatch, structuredPatch } from "diff";
import type { SdlFile } from "../sdl/sources.ts";
import { mergeTexts } from "./merge.ts";

export type Rebased = {
  files: SdlFile[];
  /** Files that both changed at the same place: they are as the draft has them, and what is on disk would go. */
  overwritten: string[];
};

/** Makes the draft's changes to the files as they are on disk by now. */
export function rebase(base: SdlFile[], draft: SdlFile[], disk: SdlFile[]): Rebased {
  const paths = [...new Set([...disk, ...draft].map((file) => file.path))];
  const overwritten: string[] = [];
  const files = paths.flatMap((path) => {
    const before = textOf(base, path);
    const mine = textOf(draft, path);
    const theirs = textOf(disk, path);
    if (mine === before || mine === theirs) return theirs === null ? [] : [{ path, text: theirs }];
    if (theirs === before) return mine === null ? [] : [{ path, text: mine }];
    const merged =
      before !== null && mine !== null && theirs !== null
        ? applyPatch(theirs, structuredPatch(path, path, before, mine)) || mergeTexts(before, mine, theirs)
        : null;
    if (merged !== null) return [{ path, text: merged }];
    overwritten.push(path);
    return mine === null ? [] : [{ path, text: mine }];
  });
  return { files, overwritten };
}

function textOf(files: SdlFile[], path: string): string | null {
  return files.find((file) => file.path === path)?.text ?? null;
}

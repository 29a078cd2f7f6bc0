import { diffLines, diffWordsWithSpace } from "diff";

/** A piece of text that is in both versions, or in one. */
export type Piece = { kind: "same" | "added" | "removed"; text: string };

/** What differs between texts this different would be everything: they are shown whole. */
const mostEdits = 1_500;

/** The words that differ; null when the texts have too little in common to say. */
export function wordDiff(before: string, after: string): Piece[] | null {
  return pieces(diffWordsWithSpace(before, after, { maxEditLength: mostEdits }));
}

/** The lines that differ: for code and data. */
export function lineDiff(before: string, after: string): Piece[] | null {
  return pieces(diffLines(before, after, { maxEditLength: mostEdits }));
}

function pieces(changes: { value: string; added: boolean; removed: boolean }[] | undefined): Piece[] | null {
  if (!changes) return null;
  return changes.map(({ value, added, removed }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

/** Cuts what is the same down to what stands next to a difference. `gap` stands for what was cut. */
export function withContext(all: Piece[], characters: number): (Piece | { kind: "gap" })[] {
  return all.flatMap((piece, index): (Piece | { kind: "gap" })[] => {
    const hasBefore = index > 0;
    const hasAfter = index < all.length - 1;
    const room = characters * (Number(hasBefore) + Number(hasAfter));
    if (piece.kind !== "same" || piece.text.length <= room + characters) return [piece];
    const start = hasBefore ? [{ kind: "same" as const, text: headOf(piece.text, characters) }] : [];
    const end = hasAfter ? [{ kind: "same" as const, text: tailOf(piece.text, characters) }] : [];
    return [...start, { kind: "gap" as const }, ...end];
  });
}

/** Cut between words, where there is a gap near. */
function headOf(text: string, length: number): string {
  const cut = text.slice(0, length);
  return cut.slice(0, Math.max(cut.search(/\s\S*$/), length - 20));
}

function tailOf(text: string, length: number): string {
  const cut = text.slice(-length);
  const gap = cut.search(/\s/);
  return gap >= 0 && gap < 20 ? cut.slice(gap + 1) : cut;
}

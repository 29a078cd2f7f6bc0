/** How well a text fits what was typed: 0 is best, null is not at all. Every word that was typed must be in it. */
export function matchRank(text: string, query: string): number | null {
  const plainText = plain(text);
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (!words.every((word) => plainText.includes(word))) return null;
  const first = words[0];
  if (first === undefined || plainText.startsWith(words.join(" "))) return 0;
  return startsWord(plainText, first) ? 1 : 2;
}

/** Those that fit, the best first; equally good ones stay in their order. */
export function bestMatches<Item>(
  items: Item[],
  query: string,
  textOf: (item: Item) => string,
  most = Number.POSITIVE_INFINITY,
): Item[] {
  const ranked = items.flatMap((item) => {
    const rank = matchRank(textOf(item), query);
    return rank === null ? [] : [{ item, rank }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ item }) => item);
}

function startsWord(text: string, word: string): boolean {
  return text.split(/[^\p{L}\p{N}]+/u).some((it) => it.startsWith(word));
}

/** Without accents and case: people type what is quick. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

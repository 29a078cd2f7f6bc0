/** What the merging of lists needs to know of their items. */
export type ItemRules = {
  isSame: (a: unknown, b: unknown) => boolean;
  /** How much of them is the same, from 0 to 1; null for what can't be two versions of one item. */
  likeness: (a: unknown, b: unknown) => number | null;
  /** Brings together two versions of one item. Undefined where they contradict each other. */
  merge: (before: unknown, mine: unknown, theirs: unknown) => { value: unknown } | undefined;
};

/** The place of an item before, and its place now. */
export type Pair = readonly [before: number, now: number];

/**
 * Brings together two versions of a list, item by item: what was added, taken out and changed here and there.
 * Undefined where both touched the same items in different ways.
 */
export function mergeLists(
  before: readonly unknown[],
  mine: readonly unknown[],
  theirs: readonly unknown[],
  rules: ItemRules,
): unknown[] | undefined {
  const [here, there] = [pairItems(before, mine, rules), pairItems(before, theirs, rules)];
  const [movedHere, movedThere] = [movedOf(before, mine, here, rules), movedOf(before, theirs, there, rules)];
  // What both moved, each to somewhere else, would be there twice.
  if (movedHere.length > 0 && movedThere.length > 0) return undefined;
  // What one moved and the other took out would be back where it was moved to.
  const isPaired = (pairs: readonly Pair[], place: number) => pairs.some(([was]) => was === place);
  if (movedHere.some((at) => !isPaired(there, at)) || movedThere.some((at) => !isPaired(here, at)))
    return undefined;
  const [inMine, inTheirs] = [new Map(here), new Map(there)];
  const merged: unknown[] = [];
  let [b, m, t] = [0, 0, 0];
  for (let at = 0; at <= before.length; at += 1) {
    const isEnd = at === before.length;
    const nextMine = isEnd ? mine.length : inMine.get(at);
    const nextTheirs = isEnd ? theirs.length : inTheirs.get(at);
    if (nextMine === undefined || nextTheirs === undefined) continue;
    const between = mergeBetween(
      before.slice(b, at),
      mine.slice(m, nextMine),
      theirs.slice(t, nextTheirs),
      rules,
    );
    if (!between) return undefined;
    merged.push(...between);
    if (isEnd) break;
    const item = rules.merge(before[at], mine[nextMine], theirs[nextTheirs]);
    if (!item) return undefined;
    merged.push(item.value);
    [b, m, t] = [at + 1, nextMine + 1, nextTheirs + 1];
  }
  return merged;
}

/** Items between two that are in all three versions. */
function mergeBetween(
  before: unknown[],
  mine: unknown[],
  theirs: unknown[],
  { isSame }: ItemRules,
): unknown[] | undefined {
  const isSameList = (a: unknown[], b: unknown[]) =>
    a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (isSameList(mine, before)) return theirs;
  if (isSameList(theirs, before) || isSameList(theirs, mine)) return mine;
  // Both only added something: there is room for all of it.
  return before.length === 0 ? [...theirs, ...mine] : undefined;
}

/** The places before of the items that stand somewhere else now. */
function movedOf(
  before: readonly unknown[],
  now: readonly unknown[],
  pairs: readonly Pair[],
  { isSame }: ItemRules,
): number[] {
  const [were, are] = [new Set(pairs.map(([at]) => at)), new Set(pairs.map(([, at]) => at))];
  const free = now.filter((_, at) => !are.has(at));
  return before.flatMap((one, at) => (!were.has(at) && free.some((item) => isSame(one, item)) ? [at] : []));
}

/** Longer lists are compared only at their ends. */
const mostCompared = 60_000;
/** Items with less in common are two items. */
const leastLikeness = 0.3;

/** Which items of a list are which of its items before, in order: the same ones, or changed ones between those. */
export function pairItems(before: readonly unknown[], now: readonly unknown[], rules: ItemRules): Pair[] {
  const same = longestChain(before.length, now.length, (b, n) => (rules.isSame(before[b], now[n]) ? 1 : 0));
  const pairs: Pair[] = [];
  let [fromBefore, fromNow] = [0, 0];
  for (const [b, n] of [...same, [before.length, now.length] as const]) {
    pairs.push(...changedBetween(before, now, [fromBefore, b], [fromNow, n], rules));
    if (b < before.length) pairs.push([b, n]);
    [fromBefore, fromNow] = [b + 1, n + 1];
  }
  return pairs;
}

function changedBetween(
  before: readonly unknown[],
  now: readonly unknown[],
  [fromBefore, toBefore]: readonly [number, number],
  [fromNow, toNow]: readonly [number, number],
  { likeness }: ItemRules,
): Pair[] {
  const [heightBefore, heightNow] = [toBefore - fromBefore, toNow - fromNow];
  const likenessAt = (b: number, n: number) => likeness(before[fromBefore + b], now[fromNow + n]);
  const places = Array.from({ length: heightBefore }, (_, at) => at);
  if (heightBefore === heightNow && places.every((at) => likenessAt(at, at) !== null))
    return places.map((at) => [fromBefore + at, fromNow + at] as const);
  const chain = longestChain(heightBefore, heightNow, (b, n) => {
    const like = likenessAt(b, n) ?? 0;
    return like < leastLikeness ? 0 : like;
  });
  return chain.map(([b, n]) => [fromBefore + b, fromNow + n] as const);
}

/** The pairs of places, both going up, that are worth the most together. What is worth 0 is no pair. */
function longestChain(rows: number, columns: number, worth: (row: number, column: number) => number): Pair[] {
  let start = 0;
  while (start < rows && start < columns && worth(start, start) === 1) start += 1;
  let end = 0;
  while (end < Math.min(rows, columns) - start && worth(rows - 1 - end, columns - 1 - end) === 1) end += 1;
  const [height, width] = [rows - start - end, columns - start - end];
  const head = Array.from({ length: start }, (_, at): Pair => [at, at]);
  const tail = Array.from({ length: end }, (_, at): Pair => [rows - end + at, columns - end + at]);
  if (height * width > mostCompared) return [...head, ...tail];

  const worths = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => worth(start + row, start + column)),
  );
  // How much can be had from each place on.
  const best = Array.from({ length: height + 1 }, () => new Array<number>(width + 1).fill(0));
  const at = (row: number, column: number) => best[row]?.[column] ?? 0;
  for (let row = height - 1; row >= 0; row -= 1) {
    for (let column = width - 1; column >= 0; column -= 1) {
      const here = worths[row]?.[column] ?? 0;
      const paired = here > 0 ? here + at(row + 1, column + 1) : 0;
      (best[row] as number[])[column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
    }
  }
  const chain: Pair[] = [];
  for (let [row, column] = [0, 0]; row < height && column < width; ) {
    const here = worths[row]?.[column] ?? 0;
    if (here > 0 && at(row, column) === here + at(row + 1, column + 1)) {
      chain.push([start + row, start + column]);
      row += 1;
      column += 1;
    } else if (at(row, column) === at(row + 1, column)) row += 1;
    else column += 1;
  }
  return [...head, ...chain, ...tail];
}

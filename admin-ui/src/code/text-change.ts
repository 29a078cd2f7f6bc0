/** Replaces the characters from `from` to `to`. */
export type TextChange = { from: number; to: number; insert: string };

/**
 * What has to be replaced in `before` to have `after`: all between the first and the last difference. An editor keeps
 * the reader's place, selection and folds around a change, so it should be no larger than it must be.
 */
export function changeBetween(before: string, after: string): TextChange {
  // Editors know one kind of line break.
  const wanted = after.replace(/\r\n?/g, "\n");
  const shorter = Math.min(before.length, wanted.length);
  let from = 0;
  while (from < shorter && before[from] === wanted[from]) from += 1;
  let end = 0;
  while (end < shorter - from && before.at(-1 - end) === wanted.at(-1 - end)) end += 1;
  return { from, to: before.length - end, insert: wanted.slice(from, wanted.length - end) };
}

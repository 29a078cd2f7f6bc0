import { shownText } from "./text-value.ts";

/** The values of the tags: those that were there stay what they are, such as nothing at all. */
export function tagValues(tags: readonly string[], before: readonly unknown[]): unknown[] {
  let from = 0;
  return tags.map((tag) => {
    const at = before.findIndex((value, index) => index >= from && shownText(value) === tag);
    if (at < 0) return tag;
    from = at + 1;
    return before[at];
  });
}

/** The tags with what is typed, once, in whatever letters. */
export function withTag(tags: readonly string[], typed: string): readonly string[] {
  const tag = typed.trim();
  const isThere = tags.some((one) => one.toLowerCase() === tag.toLowerCase());
  return tag === "" || isThere ? tags : [...tags, tag];
}

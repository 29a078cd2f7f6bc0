/** The server's rules for slugs (`model/kind/slug.rs`, `changes/slugs.rs`), as far as a page can follow them. */

/** Letters that no decomposition takes apart. */
const latin: Record<string, string> = {
  ß: "ss",
  ẞ: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
  ŧ: "t",
};

const longestSlug = 100;

/** Whether the server takes the text as a slug. */
export function isSlug(text: string): boolean {
  return (
    /^[\p{Alphabetic}\p{N}]/u.test(text) &&
    [...text].every((letter) => {
      if (letter <= "\u007f") return /[a-z0-9._~-]/.test(letter);
      return !/[\p{Uppercase}\s\p{Cc}]/u.test(letter);
    })
  );
}

/**
 * What the server makes of a text, as long as it is written in Latin letters; null for other scripts, which it spells
 * out with a table that no page should load, and where there is nothing to make one of.
 */
export function slugOf(text: string, longest: number | null | undefined): string | null {
  const plain = plainLetters(text);
  if (/[^\p{ASCII}\s\p{P}]/u.test(plain)) return null;
  const slug = shortened(hyphenated(plain, /[^a-z0-9]+/g), longest);
  return slug === "" ? null : slug;
}

/** What somebody typed, brought into the form of a slug: with the letters of any script, as the server allows them. */
export function tidySlug(text: string, longest: number | null | undefined): string {
  return shortened(hyphenated(plainLetters(text), /[^\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_.~]+/gu), longest);
}

function plainLetters(text: string): string {
  const lower = text.toLowerCase().replace(/[ßẞæœøđðþłħıŧ]/g, (letter) => latin[letter] ?? letter);
  // Only Latin letters lose their marks: other scripts write vowels with them.
  return lower
    .normalize("NFD")
    .replace(/([a-z])\p{M}+/gu, "$1")
    .normalize("NFC");
}

function hyphenated(text: string, others: RegExp): string {
  return text.replace(others, "-").replace(/^[^\p{Alphabetic}\p{N}]+|-+$/gu, "");
}

/** At most so many characters, cut between words where that leaves half of it. */
function shortened(slug: string, longest: number | null | undefined): string {
  const limit = Math.min(longestSlug, longest ?? longestSlug);
  if (slug.length <= limit) return slug;
  const cut = slug.slice(0, limit);
  const place = cut.lastIndexOf("-");
  return (place > Math.floor(limit / 2) ? cut.slice(0, place) : cut).replace(/-+$/, "");
}

import { expect, test } from "vitest";
import { en } from "./en.ts";
import { languages } from "./languages.ts";

/** The parts that are filled in, of every text by its place. */
function blanks(texts: object, place = ""): Record<string, string[]> {
  return Object.entries(texts).reduce<Record<string, string[]>>((found, [name, text]) => {
    if (typeof text === "object" && text !== null)
      return Object.assign(found, blanks(text, `${place}${name}.`));
    expect(text, `${place}${name}`).not.toBe("");
    return Object.assign(found, {
      [`${place}${name}`]: [...String(text).matchAll(/\{\{\s*(\w+)/g)].map((it) => it[1]).sort(),
    });
  }, {});
}

test.each(Object.keys(languages))(
  "texts in %s leave the same blanks as the English ones",
  async (language) => {
    const texts = await languages[language]?.load();
    expect(blanks(texts ?? {})).toEqual(blanks(en));
  },
);

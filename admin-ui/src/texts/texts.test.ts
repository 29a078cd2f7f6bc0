import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

/** The keys that the pages ask for in so many words, and the beginnings of those that they put together. */
function askedFor(): { keys: Set<string>; beginnings: Set<string> } {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const source = files.map((file) => readFileSync(join("src", file), "utf8")).join("\n");
  const matches = (pattern: RegExp) => new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ""));
  return {
    keys: matches(/\bt\(\s*"([^"]+)"/g),
    beginnings: matches(/\bt\(\s*`([^`$]+)\$\{/g),
  };
}

test("every text that pages ask for is there", () => {
  const there = Object.keys(blanks(en)).map((key) => key.replace(/_(zero|one|two|few|many|other)$/, ""));
  const { keys, beginnings } = askedFor();
  expect(keys.size).toBeGreaterThan(100);
  expect([...keys].filter((key) => !there.includes(key))).toEqual([]);
  expect([...beginnings].filter((beginning) => !there.some((key) => key.startsWith(beginning)))).toEqual([]);
});

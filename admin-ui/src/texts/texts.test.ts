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

/** The code of all pages. */
function sourceOfPages(): string {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" });
  const code = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith("texts"));
  return code.map((file) => readFileSync(join("src", file), "utf8")).join("\n");
}

/** The keys that the pages ask for in so many words, and the beginnings of those that they put together. */
function askedFor(source: string): { keys: Set<string>; beginnings: Set<string> } {
  const matches = (pattern: RegExp) => new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ""));
  return {
    keys: matches(/\bt\(\s*"([^"]+)"/g),
    beginnings: matches(/\bt\(\s*`([^`$]+)\$\{/g),
  };
}

const there = Object.keys(blanks(en)).map((key) => key.replace(/_(zero|one|two|few|many|other)$/, ""));

test("every text that pages ask for is there", () => {
  const { keys, beginnings } = askedFor(sourceOfPages());
  expect(keys.size).toBeGreaterThan(100);
  expect([...keys].filter((key) => !there.includes(key))).toEqual([]);
  expect([...beginnings].filter((beginning) => !there.some((key) => key.startsWith(beginning)))).toEqual([]);
});

test("every text is used somewhere", () => {
  const source = sourceOfPages();
  const beginnings = [...source.matchAll(/`(\w+\.[\w.]*)\$\{/g)].map((match) => match[1] ?? "");
  const isUsed = (key: string) =>
    source.includes(`"${key}"`) || beginnings.some((beginning) => key.startsWith(beginning));
  expect([...new Set(there)].filter((key) => !isUsed(key))).toEqual([]);
});

import { expect, test } from "vitest";
import { isCount, listOf, wordLevel } from "./word-list.ts";

test("Word's paragraphs say whether they are items", () => {
  expect(wordLevel("text-indent:-18.0pt;mso-list:l0 level2 lfo1")).toBe(2);
  expect(wordLevel("mso-list:Ignore")).toBeNull();
  expect(wordLevel(null)).toBeNull();
});

test("numbers count, bullets do not", () => {
  for (const marker of ["1.", " 12) ", "a.", "(b)", "iv."]) expect(isCount(marker)).toBe(true);
  for (const marker of ["\u00b7", "o ", "-", "\u00a7", ""]) expect(isCount(marker)).toBe(false);
});

test("items become lists, one in the other", () => {
  const item = (level: number, html: string, isOrdered = false) => ({ level, isOrdered, html });
  expect(listOf([item(1, "a"), item(2, "b", true), item(2, "c", true), item(1, "d")])).toBe(
    "<ul><li><p>a</p><ol><li><p>b</p></li><li><p>c</p></li></ol></li><li><p>d</p></li></ul>",
  );
  expect(listOf([item(1, "a"), item(1, "b", true)])).toBe(
    "<ul><li><p>a</p></li></ul><ol><li><p>b</p></li></ol>",
  );
  expect(listOf([])).toBe("");
});

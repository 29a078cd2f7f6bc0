import { expect, test } from "vitest";
import { readerLocale } from "../texts/reader-locale.ts";
import { dateWords, readDate } from "./date-text.ts";

test.each([
  ["2026-11-20", "en-US", "2026-11-20"],
  ["2026-1-2", "de", "2026-01-02"],
  ["20.11.2026", "en-US", "2026-11-20"],
  ["2. 1. 2026", "de", "2026-01-02"],
  ["11/20/2026", "en-US", "2026-11-20"],
  ["20/11/2026", "en-GB", "2026-11-20"],
  ["Nov 20, 2026", "en-US", "2026-11-20"],
  ["20 november 2026", "en-GB", "2026-11-20"],
  ["20. März 2026", "de", "2026-03-20"],
  ["20 March 2026", "de", "2026-03-20"],
  ["0001-01-01", "en", "0001-01-01"],
  ["2024-02-29", "en", "2024-02-29"],
])("%s in %s is %s", (text, locale, date) => {
  expect(readDate(text, locale)).toEqual({ date });
});

test.each([
  ["2023-02-29", "noSuchDay"],
  ["32.1.2026", "noSuchDay"],
  ["0000-01-01", "noSuchDay"],
  ["20.11.26", "wholeYear"],
  ["20 Nov 26", "wholeYear"],
  ["soon", "notDate"],
  ["2026", "notDate"],
  ["2026-11-200", "notDate"],
])("%s is no day: %s", (text, problem) => {
  expect(readDate(text, "en")).toEqual({ problem });
});

test("what is shown can be read back", () => {
  for (const locale of ["en-US", "en-GB", "de-DE", "de-AT"])
    for (const date of ["2026-01-09", "2026-03-31", "2026-05-01", "2026-09-30", "1066-10-14", "0099-12-31"])
      expect(readDate(dateWords(date, locale), locale), `${dateWords(date, locale)} ${locale}`).toEqual({
        date,
      });
});

test("the reader's country decides how their language writes days", () => {
  expect(readerLocale("en", ["de-AT", "en-GB", "en-US"])).toBe("en-GB");
  expect(readerLocale("de", ["en-US"])).toBe("de");
});

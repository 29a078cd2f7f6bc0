import { expect, test } from "vitest";
import { readTime, timeWords } from "./time-text.ts";

test.each([
  ["9", "09:00:00.000"],
  ["9:19", "09:19:00.000"],
  ["0919", "09:19:00.000"],
  ["930", "09:30:00.000"],
  ["9:19 pm", "21:19:00.000"],
  ["12 am", "00:00:00.000"],
  ["14.30 Uhr", "14:30:00.000"],
  ["23:59:59", "23:59:59.000"],
  ["09:19:13.25", "09:19:13.250"],
  ["09:19:13.123456", "09:19:13.123"],
])("%s is read as %s", (text, time) => {
  expect(readTime(text)).toBe(time);
});

test.each(["", "24:00", "9:60", "13 pm", "0 am", "noon", "9:1", "-1:00"])("%s is no time of day", (text) => {
  expect(readTime(text)).toBeNull();
});

test("seconds are shown where there are some, and read back", () => {
  expect(timeWords("09:19:00.000")).toBe("09:19");
  expect(timeWords("09:19:13.000")).toBe("09:19:13");
  expect(timeWords("09:00:00.250")).toBe("09:00:00.250");
  for (const time of ["00:00:00.000", "09:19:13.250", "23:59:59.000"])
    expect(readTime(timeWords(time))).toBe(time);
});

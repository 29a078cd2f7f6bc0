import { expect, test } from "vitest";
import { readKept, safeNext } from "./next-page.ts";

test.each([
  ["/content/Post?q=a#b", "/content/Post?q=a#b"],
  ["/people", "/people"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/a\\b", "/"],
  ["/a\n//evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?next=/people", "/"],
  ["/sign-ins", "/sign-ins"],
  ["/link#token=a", "/"],
  [["/people"], "/"],
  [undefined, "/"],
])("%j leads to %j", (wanted, next) => {
  expect(safeNext(wanted)).toBe(next);
});

test("what was kept counts for a day", () => {
  expect(readKept({ next: "/people", at: 1000 }, 2000)).toBe("/people");
  expect(readKept({ next: "/people", at: 1000 }, 100_000_000)).toBe("/");
  expect(readKept({ next: "//evil.example", at: 1000 }, 2000)).toBe("/");
  expect(readKept("text", 0)).toBe("/");
});

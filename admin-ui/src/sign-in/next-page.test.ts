import { expect, test } from "vitest";
import { safeNext } from "./next-page.ts";

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
  [["/people"], "/"],
  [undefined, "/"],
])("%j leads to %j", (wanted, next) => {
  expect(safeNext(wanted)).toBe(next);
});

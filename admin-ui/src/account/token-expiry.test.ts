import { expect, test } from "vitest";
import { expiryOf } from "./token-expiry.ts";

const now = new Date("2026-05-01T12:00:00Z");

test("a token counts for as long as was chosen", () => {
  expect(expiryOf("week", "", now)).toBe("2026-05-08T12:00:00.000Z");
  expect(expiryOf("forever", "", now)).toBeNull();
});

test("a date must be to come", () => {
  expect(expiryOf("date", "2026-07-01", now)).toBe(new Date("2026-07-01T23:59:59").toISOString());
  expect(expiryOf("date", "2026-04-01", now)).toBeUndefined();
  expect(expiryOf("date", "", now)).toBeUndefined();
});

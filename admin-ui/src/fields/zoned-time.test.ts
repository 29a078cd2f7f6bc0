import { expect, test } from "vitest";
import { momentOf, offsetWords, wallTime } from "./zoned-time.ts";

test.each([
  ["2026-11-20T09:19:13.250Z", "UTC", "2026-11-20", "09:19:13.250"],
  ["2026-11-20T09:19:13.250Z", "Europe/Berlin", "2026-11-20", "10:19:13.250"],
  ["2026-07-01T22:30:00.000Z", "Europe/Berlin", "2026-07-02", "00:30:00.000"],
  ["2026-01-01T00:00:00.000Z", "America/New_York", "2025-12-31", "19:00:00.000"],
  ["2026-01-01T00:00:00.000Z", "Asia/Kolkata", "2026-01-01", "05:30:00.000"],
  ["0001-01-02T00:00:00.000Z", "UTC", "0001-01-02", "00:00:00.000"],
])("%s is seen in %s and read back", (moment, zone, date, time) => {
  expect(wallTime(moment, zone)).toEqual({ date, time });
  expect(momentOf({ date, time }, zone)).toBe(moment);
});

test("of a time that comes twice, the first is meant", () => {
  const twice = { date: "2026-10-25", time: "02:30:00.000" };
  expect(momentOf(twice, "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
});

test("a time that the clocks skip comes later by what they skip", () => {
  const skipped = { date: "2026-03-29", time: "02:30:00.000" };
  expect(momentOf(skipped, "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
});

test("moments before the first year and after the last are none", () => {
  expect(momentOf({ date: "0001-01-01", time: "00:00:00.000" }, "Asia/Tokyo")).toBeNull();
  expect(momentOf({ date: "9999-12-31", time: "23:00:00.000" }, "America/New_York")).toBeNull();
});

test("a zone's offset is the one of the moment", () => {
  expect(offsetWords("2026-07-01T00:00:00.000Z", "Europe/Berlin")).toBe("UTC+2");
  expect(offsetWords("2026-12-01T00:00:00.000Z", "Europe/Berlin")).toBe("UTC+1");
  expect(offsetWords("2026-12-01T00:00:00.000Z", "Asia/Kolkata")).toBe("UTC+5:30");
  expect(offsetWords("2026-12-01T00:00:00.000Z", "America/New_York")).toBe("UTC\u22125");
  expect(offsetWords("2026-12-01T00:00:00.000Z", "UTC")).toBe("UTC");
});

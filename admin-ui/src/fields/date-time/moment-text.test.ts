import { expect, test } from "vitest";
import { InvalidValue } from "../invalid-value.ts";
import { joined, momentText, readMoment } from "./moment-text.ts";

const now = "2026-11-28T23:30:00.000Z";
const read = (date: string, time: string, zone = "Europe/Berlin") =>
  readMoment({ date, time }, zone, "en", now);

test("day and time are read in the zone", () => {
  expect(read("2026-11-20", "10:19")).toEqual({ value: "2026-11-20T09:19:00.000Z" });
  expect(read("2026-11-20", "10:19", "UTC")).toEqual({ value: "2026-11-20T10:19:00.000Z" });
});

test("what is left out is the beginning of the day, or today", () => {
  expect(read("2026-11-20", "")).toEqual({ value: "2026-11-19T23:00:00.000Z" });
  expect(read("", "10:00")).toEqual({ value: "2026-11-29T09:00:00.000Z" });
  expect(read(" ", "")).toEqual({ value: null });
});

test("timestamps are taken whole", () => {
  expect(read("2026-11-20T09:19:13.5Z", "08:00")).toEqual({ value: "2026-11-20T09:19:13.500Z" });
  expect(read("2026-11-20T09:19:13+02:00", "")).toEqual({ value: "2026-11-20T07:19:13.000Z" });
  expect(read("2026-11-20 10:19", "08:00")).toEqual({ value: "2026-11-20T09:19:00.000Z" });
});

test("what is wrong is named", () => {
  expect(read("soon", "10:00")).toEqual({ problem: "notDate" });
  expect(read("2026-11-20", "25:00")).toEqual({ problem: "notTime" });
  expect(read("0001-01-01", "00:00")).toEqual({ problem: "outsideYears" });
});

test("another day keeps seconds and milliseconds", () => {
  const shown = momentText("2026-11-20T09:19:13.250Z", "Europe/Berlin", "en-US");
  expect(shown).toEqual({ date: "Nov 20, 2026", time: "10:19:13.250" });
  expect(read("Nov 21, 2026", shown.time)).toEqual({ value: "2026-11-21T09:19:13.250Z" });
});

test("what was typed wrongly is shown again", () => {
  const typed = { date: "soon", time: "10" };
  expect(momentText(new InvalidValue(joined(typed), "no"), "UTC", "en")).toEqual(typed);
});

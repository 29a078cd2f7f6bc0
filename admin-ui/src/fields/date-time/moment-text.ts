import { type DateProblem, dateWords, readDate } from "../date-text.ts";
import { InvalidValue } from "../invalid-value.ts";
import { readTime, timeWords } from "../time-text.ts";
import { momentOf, wallTime } from "../zoned-time.ts";

/** The two texts in which a moment is typed. */
export type MomentText = { date: string; time: string };

export type MomentProblem = DateProblem | "notTime" | "outsideYears";

/** How the value is shown in the zone, to the last millisecond that it has. */
export function momentText(value: unknown, zone: string, locale: string): MomentText {
  if (value instanceof InvalidValue) {
    const [date = "", time = ""] = value.text.split("\t");
    return { date, time };
  }
  if (typeof value !== "string") return { date: "", time: "" };
  const wall = wallTime(value, zone);
  return { date: dateWords(wall.date, locale), time: timeWords(wall.time) };
}

/** Both texts as one, which `momentText` takes apart again. */
export function joined({ date, time }: MomentText): string {
  return `${date}\t${time}`;
}

/**
 * The moment that is meant, null when nothing is typed. A day without a time is its beginning, a time without a day
 * is today's. What others call a timestamp is taken where the day is typed, with its own zone if it has one.
 */
export function readMoment(
  typed: MomentText,
  zone: string,
  locale: string,
  now: string,
): { value: string | null } | { problem: MomentProblem } {
  const [dateText, timeText] = apart(typed);
  if (dateText === "" && timeText === "") return { value: null };
  if (/^\d{4}-\d\d-\d\d[t ]\d\d:\d\d.*(z|[+-]\d\d:?\d\d)$/i.test(dateText)) {
    const at = new Date(dateText);
    return Number.isNaN(at.getTime()) ? { problem: "notDate" } : { value: at.toISOString() };
  }
  const day = dateText === "" ? { date: wallTime(now, zone).date } : readDate(dateText, locale);
  if ("problem" in day) return day;
  const time = timeText === "" ? "00:00:00.000" : readTime(timeText);
  if (time === null) return { problem: "notTime" };
  const value = momentOf({ date: day.date, time }, zone);
  return value === null ? { problem: "outsideYears" } : { value };
}

/** `2026-11-20 09:19` may be typed at once. */
function apart({ date, time }: MomentText): [string, string] {
  const local = /^(\d{4}-\d\d-\d\d)[t ]+(\d\d:\d\d\S*)$/i.exec(date.trim());
  const hasZone = /(z|[+-]\d\d:?\d\d)$/i.test(date.trim());
  if (local && !hasZone) return [local[1] ?? "", local[2] ?? ""];
  return [date.trim(), time.trim()];
}

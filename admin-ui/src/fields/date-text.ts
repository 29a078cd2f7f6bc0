import { dateFormat } from "./date-format.ts";

/** Days of the calendar as people read and type them. A day is `YYYY-MM-DD`, of the years 1 to 9999. */

export type DateProblem = "notDate" | "noSuchDay" | "wholeYear";

/** `Nov 20, 2026`: with the month's name, as 11/12 is two days. */
export function dateWords(date: string, locale: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  // Intl writes early years without their zeros, which nobody could type back.
  if (Number.isNaN(at.getTime()) || date < "1000") return date;
  return dateFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** Reads `2026-11-20`, `20.11.2026`, `11/20/2026` in the order of the reader's country, and `20 Nov 2026`. */
export function readDate(text: string, locale: string): { date: string } | { problem: DateProblem } {
  const bare = text.trim().toLowerCase();
  const numbers = bare.match(/\d+/g) ?? [];
  const words = bare.match(/\p{L}+/gu)?.filter((word) => word.length > 2) ?? [];
  const word = words.find((word) => monthNamed(word, locale) !== undefined);
  if (word !== undefined && numbers.length === 2) {
    const year = numbers.find((number) => number.length === 4);
    const day = numbers.find((number) => number !== year) ?? year;
    if (year === undefined || day === undefined) return { problem: "wholeYear" };
    return dayOf(year, String(monthNamed(word, locale)), day);
  }
  if (!/^\d+([-./\s]+)\d+([-./\s]+)\d+\.?$/.test(bare)) return { problem: "notDate" };
  const [first = "", second = "", third = ""] = numbers;
  if (first.length === 4) return dayOf(first, second, third);
  if (third.length !== 4) return { problem: "wholeYear" };
  const isDayFirst = bare.includes(".") || !isMonthFirst(locale);
  return isDayFirst ? dayOf(third, second, first) : dayOf(third, first, second);
}

function dayOf(year: string, month: string, day: string): { date: string } | { problem: DateProblem } {
  if (month.length > 2 || day.length > 2) return { problem: "notDate" };
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${date}T00:00:00Z`);
  const isDay = Number(year) > 0 && !Number.isNaN(at.getTime()) && at.getUTCDate() === Number(day);
  return isDay ? { date } : { problem: "noSuchDay" };
}

/** The number of the month whose name begins so, in the reader's language or in English. */
function monthNamed(word: string, locale: string): number | undefined {
  const place = Array.from({ length: 12 }, (_, month) => month).find((month) =>
    [locale, "en"].some((language) =>
      (["long", "short"] as const).some((style) => monthName(month, language, style).startsWith(word)),
    ),
  );
  return place === undefined ? undefined : place + 1;
}

function monthName(month: number, locale: string, style: "long" | "short"): string {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: style, timeZone: "UTC" });
  const parts = format.formatToParts(new Date(Date.UTC(2026, month, 15)));
  return (parts.find((part) => part.type === "month")?.value ?? "").toLowerCase();
}

function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "numeric",
    year: "numeric",
  }).formatToParts(0);
  const order = parts.map((part) => part.type);
  return order.indexOf("month") < order.indexOf("day");
}

/** Times of day as people read and type them. A time is `HH:MM:SS.mmm`, as the API has it. */

const pattern = /^(\d{1,2})(?:[:.h]?(\d{2}))?(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm|uhr)?$/;

/** No more of it than there is: `09:19`, `09:19:13`, `09:19:13.250`. */
export function timeWords(time: string): string {
  return time.replace(/\.0+$/, "").replace(/^(\d\d:\d\d):00$/, "$1");
}

/** Reads `9`, `9:19`, `0919`, `9:19 pm`, `09:19:13.250`; null for what is no time of day. */
export function readTime(text: string): string | null {
  const [, hourText, minute = "00", second = "00", fraction = "", half] =
    pattern.exec(text.trim().toLowerCase()) ?? [];
  if (hourText === undefined) return null;
  const hour = hourOf(Number(hourText), half);
  if (hour === null || Number(minute) > 59 || Number(second) > 59) return null;
  return `${String(hour).padStart(2, "0")}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}`;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half !== "am" && half !== "pm") return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === "pm" ? 12 : 0);
}

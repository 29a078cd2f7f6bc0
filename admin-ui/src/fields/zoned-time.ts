/** Moments, as clocks in some time zone show them. */

export type WallTime = {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM:SS.mmm` */
  time: string;
};

/** What calendar and clock show in the zone at a moment in UTC, such as `2026-11-20T09:19:13.000Z`. */
export function wallTime(moment: string, zone: string): WallTime {
  const at = new Date(moment).getTime();
  const [date = "", time = ""] = new Date(at + offsetAt(at, zone)).toISOString().split("T");
  return { date, time: time.replace("Z", "") };
}

/**
 * The moment in UTC at which calendar and clock show this; null outside of the years 1 to 9999. Of a time that comes
 * twice as the clocks go back, the first; one that the clocks skip is as much later as they skip.
 */
export function momentOf({ date, time }: WallTime, zone: string): string | null {
  const wall = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(wall)) return null;
  const [before, after] = [offsetAt(wall - dayMilliseconds, zone), offsetAt(wall + dayMilliseconds, zone)];
  const fits = [before, after].find((offset) => offsetAt(wall - offset, zone) === offset);
  const moment = new Date(wall - (fits ?? before)).toISOString();
  return /^\d{4}-/.test(moment) && !moment.startsWith("0000") ? moment : null;
}

/** `UTC+1`, as it is at the moment. */
export function offsetWords(moment: string | null, zone: string): string {
  const offset = offsetAt(moment === null ? Date.now() : new Date(moment).getTime(), zone);
  const minutes = Math.round(Math.abs(offset) / minuteMilliseconds);
  if (minutes === 0) return "UTC";
  const rest = minutes % 60 === 0 ? "" : `:${String(minutes % 60).padStart(2, "0")}`;
  return `UTC${offset < 0 ? "\u2212" : "+"}${Math.floor(minutes / 60)}${rest}`;
}

/** All zones that the browser knows. */
export function knownZones(): string[] {
  const zones = Intl.supportedValuesOf("timeZone");
  return zones.includes("UTC") ? zones : ["UTC", ...zones];
}

const minuteMilliseconds = 60_000;
const dayMilliseconds = 24 * 60 * minuteMilliseconds;

/** By how many milliseconds clocks in the zone are ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const parts = partsFormat(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((it) => it.type === type)?.value);
  const isBefore = parts.some((it) => it.type === "era" && it.value.startsWith("B"));
  const wall = new Date(0);
  wall.setUTCFullYear(isBefore ? 1 - part("year") : part("year"), part("month") - 1, part("day"));
  wall.setUTCHours(part("hour"), part("minute"), part("second"));
  return wall.getTime() - Math.floor(at / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, made);
  return made;
}

import { Text, Tooltip } from "@mantine/core";
import { useReaderLocale } from "../texts/reader-locale.ts";

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 24 * 3600],
  ["month", 30 * 24 * 3600],
  ["day", 24 * 3600],
  ["hour", 3600],
  ["minute", 60],
];

/** How long ago, or how soon, a moment is. */
export function relativeTime(at: string, language: string, now: number = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, "second");
}

/** A moment in full, in the reader's time zone. */
export function fullTime(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));
}

/** A moment as people say it, and in full when it is pointed at. */
export function Moment({ at }: { at: string }) {
  const locale = useReaderLocale();
  return (
    <Tooltip label={fullTime(at, locale)}>
      <Text component="time" inherit span dateTime={at}>
        {relativeTime(at, locale)}
      </Text>
    </Tooltip>
  );
}

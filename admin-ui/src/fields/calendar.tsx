import "@mantine/dates/styles.css";
import { Button, Group, Stack } from "@mantine/core";
import { DatePicker, type DayOfWeek } from "@mantine/dates";
import { useTranslation } from "react-i18next";
import { useReaderLocale } from "../texts/reader-locale.ts";
import { ownZone } from "./date-time/time-zone.ts";
import { wallTime } from "./zoned-time.ts";

type Props = { date: string | null; onPick: (date: string) => void };

/** A month's days to choose from, in the reader's language. Loaded when it is opened. */
export function Calendar({ date, onPick }: Props) {
  const { t } = useTranslation();
  const locale = useReaderLocale();
  const words = (options: Intl.DateTimeFormatOptions) => (day: string) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(
      new Date(`${day.slice(0, 10)}T00:00:00Z`),
    );
  return (
    <Stack gap="xs">
      <DatePicker
        value={date}
        defaultDate={date ?? today()}
        onChange={(picked) => picked && onPick(picked.slice(0, 10))}
        firstDayOfWeek={firstDay(locale)}
        highlightToday
        // Their red says nothing, and is hard to read.
        weekendDays={[]}
        monthLabelFormat={words({ month: "long", year: "numeric" })}
        yearLabelFormat={words({ year: "numeric" })}
        decadeLabelFormat={words({ year: "numeric" })}
        monthsListFormat={words({ month: "short" })}
        weekdayFormat={words({ weekday: "short" })}
        getDayAriaLabel={words({ dateStyle: "full" })}
        ariaLabels={{
          nextMonth: t("fields.nextMonth"),
          previousMonth: t("fields.previousMonth"),
          nextYear: t("fields.nextYear"),
          previousYear: t("fields.previousYear"),
          nextDecade: t("fields.nextDecade"),
          previousDecade: t("fields.previousDecade"),
        }}
      />
      <Group justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={() => onPick(today())}>
          {t("fields.today")}
        </Button>
      </Group>
    </Stack>
  );
}

function today(): string {
  return wallTime(new Date().toISOString(), ownZone()).date;
}

/** 0 is Sunday. */
function firstDay(locale: string): DayOfWeek {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const week = known.getWeekInfo?.() ?? known.weekInfo;
  return ((week?.firstDay ?? 1) % 7) as DayOfWeek;
}

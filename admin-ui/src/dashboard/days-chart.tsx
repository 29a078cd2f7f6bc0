import { Tooltip, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useReaderLocale } from "../texts/reader-locale.ts";
import { axisMarks } from "./chart-scale.ts";
import type { DayCount } from "./counts.ts";
import classes from "./dashboard.module.css";

const daysBetweenLabels = 7;

/** How many records were made on each day. The same as a table for those who can't see it. */
export function DaysChart({ label, days }: { label: string; days: DayCount[] }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  // The server's days are those of UTC.
  const short = new Intl.DateTimeFormat(useReaderLocale(), {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const rows = days.map(({ day, count }) => ({ day: short.format(new Date(day)), count }));
  const marks = axisMarks(Math.max(0, ...days.map(({ count }) => count)));
  const top = marks[0] ?? 1;
  const title = t("dashboard.chartTitle", { label });
  return (
    <figure className={classes.figure}>
      <figcaption>{title}</figcaption>
      <div className={classes.plot} aria-hidden="true">
        <div className={classes.marks}>
          {marks.map((mark) => (
            <span key={mark}>{number.format(mark)}</span>
          ))}
        </div>
        <div className={classes.bars}>
          {marks.map((mark) => (
            <span key={mark} className={classes.rule} style={{ bottom: `${(mark / top) * 100}%` }} />
          ))}
          {rows.map(({ day, count }) => (
            <Tooltip key={day} label={`${day}: ${number.format(count)}`} position="top" openDelay={0}>
              <div className={classes.bar}>
                <div style={{ height: `${(count / top) * 100}%`, minHeight: count > 0 ? 2 : 0 }} />
              </div>
            </Tooltip>
          ))}
        </div>
        <div className={classes.dayNames}>
          {rows.map(
            ({ day }, index) =>
              (rows.length - 1 - index) % daysBetweenLabels === 0 && (
                <span key={day} style={{ left: `${((index + 0.5) / rows.length) * 100}%` }}>
                  {day}
                </span>
              ),
          )}
        </div>
      </div>
      <VisuallyHidden>
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th>{t("dashboard.day")}</th>
              <th>{t("dashboard.made")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ day, count }) => (
              <tr key={day}>
                <th>{day}</th>
                <td>{number.format(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}

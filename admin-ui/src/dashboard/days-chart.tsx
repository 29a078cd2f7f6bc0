import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DayCount } from "./counts.ts";

/** How many records were made on each day. The same as a table for those who can't see it. */
export function DaysChart({ label, days }: { label: string; days: DayCount[] }) {
  const { t, i18n } = useTranslation();
  // The server's days are those of UTC.
  const short = new Intl.DateTimeFormat(i18n.language, { day: "numeric", month: "short", timeZone: "UTC" });
  const rows = days.map(({ day, count }) => ({ day: short.format(new Date(day)), count }));
  const title = t("dashboard.chartTitle", { label });
  return (
    <figure style={{ margin: 0 }}>
      <Text component="figcaption" size="xs" fw={600} mb={8}>
        {title}
      </Text>
      <div aria-hidden="true">
        <BarChart
          h={200}
          data={rows}
          dataKey="day"
          series={[{ name: "count", label: t("dashboard.made"), color: "water.7" }]}
          tickLine="none"
          gridAxis="x"
          // What stands below for those who can't see it has no parts to tab through.
          barChartProps={{ accessibilityLayer: false }}
          barProps={{ isAnimationActive: false, radius: [2, 2, 0, 0] }}
          xAxisProps={{ minTickGap: 28, interval: "preserveStartEnd" }}
          yAxisProps={{ allowDecimals: false, width: 56 }}
          valueFormatter={(value) => new Intl.NumberFormat(i18n.language).format(value)}
        />
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
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}

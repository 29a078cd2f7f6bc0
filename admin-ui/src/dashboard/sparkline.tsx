import type { DayCount } from "./counts.ts";

const width = 120;
const height = 24;
const gap = 1;

/** The days as small bars. What they say stands beside them in words. */
export function Sparkline({ days }: { days: DayCount[] }) {
  const highest = Math.max(1, ...days.map(({ count }) => count));
  const step = width / Math.max(1, days.length);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {days.map(({ day, count }, index) => {
        // A day with one among thousands can still be seen.
        const tall = count === 0 ? 1 : Math.max(3, (count / highest) * height);
        return (
          <rect
            key={day}
            x={index * step}
            y={height - tall}
            width={step - gap}
            height={tall}
            fill={count === 0 ? "var(--hw-line)" : "var(--mantine-primary-color-filled)"}
          />
        );
      })}
    </svg>
  );
}

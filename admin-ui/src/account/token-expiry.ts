/** How long a token may count. */
export const lifetimes = ["week", "month", "quarter", "year", "date", "forever"] as const;
export type Lifetime = (typeof lifetimes)[number];

const days: Partial<Record<Lifetime, number>> = { week: 7, month: 30, quarter: 90, year: 365 };

/** Until when: null for no end, undefined when the date is not one to come. `date` counts to the end of that day. */
export function expiryOf(
  lifetime: Lifetime,
  date: string,
  now: Date = new Date(),
): string | null | undefined {
  if (lifetime === "forever") return null;
  const length = days[lifetime];
  if (length !== undefined) return new Date(now.getTime() + length * 24 * 3600 * 1000).toISOString();
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) || end <= now ? undefined : end.toISOString();
}

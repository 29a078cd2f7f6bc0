import { isRecord } from "../api/json-object.ts";
import { type Collection, isReadable } from "../model/model.ts";

/** How many records a collection has, and how many were made on each of the last days; the last one is today. */
export type Counts = { total: number; days: DayCount[] };
/** `day` is the day's date in UTC, as the server counts: `2026-05-01`. */
export type DayCount = { day: string; count: number };

export const daysShown = 30;

/** The first of the days, as a moment. */
export function firstMoment(now: Date): string {
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - (daysShown - 1));
  return new Date(start).toISOString();
}

/** One request for all the collections. Variables: `since`. Answers `c0` and `d0`, and so on. */
export function countsText(collections: Collection[]): string {
  const asked = collections.map(({ api, fields }, index) => {
    const total = `c${index}: ${api.aggregate} { count }`;
    if (!hasDays(fields)) return total;
    return (
      `${total} d${index}: ${api.aggregate}(where: { createdAt: { gte: $since } }) ` +
      `{ groups(by: [{ field: createdAt, bucket: DAY }], limit: ${daysShown + 1}) { key { createdAt } count } }`
    );
  });
  const variables = collections.some(({ fields }) => hasDays(fields)) ? "($since: DateTime!)" : "";
  return `query Counts${variables} { ${asked.join(" ")} }`;
}

/** Whether the answer has counts by day, which need the field that says when a record was made. */
function hasDays(fields: Collection["fields"]): boolean {
  const field = fields.find((it) => it.name === "createdAt");
  return field !== undefined && isReadable(field) && field.groupable && field.operators.includes("gte");
}

export function readCounts(
  answer: Record<string, unknown>,
  collections: Collection[],
  now: Date,
): Map<string, Counts> {
  return new Map(
    collections.map((collection, index) => {
      const total = answer[`c${index}`];
      const groups = answer[`d${index}`];
      return [
        collection.name,
        {
          total: isRecord(total) && typeof total.count === "number" ? total.count : 0,
          days: isRecord(groups) && Array.isArray(groups.groups) ? readDays(groups.groups, now) : [],
        },
      ];
    }),
  );
}

function readDays(groups: unknown[], now: Date): DayCount[] {
  const counts = new Map<string, number>();
  for (const group of groups) {
    if (!isRecord(group) || !isRecord(group.key)) continue;
    counts.set(String(group.key.createdAt).slice(0, 10), Number(group.count));
  }
  const first = new Date(firstMoment(now));
  return Array.from({ length: daysShown }, (_, index) => {
    const day = new Date(first);
    day.setUTCDate(day.getUTCDate() + index);
    const text = day.toISOString().slice(0, 10);
    return { day: text, count: counts.get(text) ?? 0 };
  });
}

export function madeLately({ days }: Counts): number {
  return days.reduce((sum, { count }) => sum + count, 0);
}

import type { AccessExplainQuery } from "../../generated/operations.ts";
import { isRecord } from "../api/json-object.ts";
import type { Collection } from "../model/model.ts";

type Line = AccessExplainQuery["accessExplain"]["lines"][number];

/** The filter of a line of the model that judges the stored record; null where it has none. */
export function filterOfLine(type: Collection, line: Line): unknown {
  const field = type.fields.find((field) => field.name === line.field);
  const rules = line.field === null ? type.rules : (field?.rules ?? []);
  // Several rules may stand on one line of a file.
  const rule = rules.find(
    (rule) =>
      rule.place === line.place &&
      rule.to.join() === line.to.join() &&
      rule.do.join() === line.do.join() &&
      (rule.where !== null) === (line.holds !== null),
  );
  return rule?.where ?? null;
}

/** The conditions of a filter that must all hold, each as a filter of its own. */
export function conditionsOf(where: unknown): Record<string, unknown>[] {
  if (!isRecord(where)) return [];
  return Object.entries(where).flatMap(([name, value]) => {
    if (name !== "and") return [{ [name]: value }];
    return (Array.isArray(value) ? value : [value]).flatMap(conditionsOf);
  });
}

/** Whom and when a filter is asked for. */
export type Asked = { userId: string | null; roles: string[]; now: Date };

/** The filter with values in place of variables; `unknown` where one is not known here. */
export function withValues(where: unknown, asked: Asked): unknown {
  if (Array.isArray(where)) {
    const items = where.map((item) => withValues(item, asked));
    return items.includes(unknown) ? unknown : items;
  }
  if (isRecord(where)) {
    const entries = Object.entries(where).map(([name, value]) => [name, withValues(value, asked)] as const);
    return entries.some(([, value]) => value === unknown) ? unknown : Object.fromEntries(entries);
  }
  if (typeof where !== "string" || !where.startsWith("$")) return where;
  if (where.startsWith("$$")) return where.slice(1);
  if (where === "$user.id") return asked.userId ?? unknown;
  if (where === "$user.roles") return asked.roles;
  const shift = /^\$now(?:\(([+-]?\d+)([smhdw])\))?$/.exec(where);
  if (!shift) return unknown;
  const [, count, unit] = shift;
  const seconds = unit ? Number(count) * (unitSeconds[unit] ?? 0) : 0;
  return new Date(asked.now.getTime() + seconds * 1000).toISOString();
}

/** What a filter can't be asked without. */
export const unknown = Symbol("unknown");

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Asks of each filter whether the record passes it: `c0 c1 ...` count one or none. */
export function conditionsQuery(type: Collection, count: number): string {
  const names = Array.from({ length: count }, (_, index) => index);
  const variables = names.map((index) => `$w${index}: ${type.api.where}`).join(", ");
  const fields = names.map((index) => `c${index}: ${type.api.aggregate}(where: $w${index}) { count }`);
  return `query Conditions(${variables}) { ${fields.join(" ")} }`;
}

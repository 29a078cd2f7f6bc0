import type { ChangeWhere } from "../parts/change-log.ts";
import { readTextParts } from "./search-parts.ts";

/** Which changes the audit shows, as the address has it. Days are the reader's own. */
export type AuditFilter = {
  collection?: string | undefined;
  /** One of the collection's fields. */
  field?: string | undefined;
  operation?: AuditedOperation | undefined;
  by?: string | undefined;
  /** The first day, `2026-05-01`. */
  from?: string | undefined;
  /** The last day, or a moment before which the changes are. */
  until?: string | undefined;
};

/** What can be done to a record. */
export const auditedOperations = ["CREATE", "UPDATE", "DELETE"] as const;
export type AuditedOperation = (typeof auditedOperations)[number];

export function readOperation(text: string | null | undefined): AuditedOperation | undefined {
  return auditedOperations.find((operation) => operation === text);
}

/** How the address names changes of the model, which are of no collection. */
export const modelChanges = "-model";

export function readAuditFilter(search: Record<string, unknown>): AuditFilter {
  const names = ["collection", "field", "operation", "by", "from", "until"] as const;
  const { collection, field, operation, by, from, until } = readTextParts(search, [...names]);
  const moment = (text: string | undefined) =>
    text !== undefined && !Number.isNaN(startOf(text).getTime()) ? text : undefined;
  return {
    collection,
    field,
    operation: readOperation(operation),
    by,
    from: moment(from),
    until: moment(until),
  };
}

/** The same for the API. */
export function whereOf({ collection, field, operation, by, from, until }: AuditFilter): ChangeWhere {
  return {
    ...(collection ? { collection: collection === modelChanges ? "" : collection } : {}),
    ...(field ? { field } : {}),
    ...(operation ? { operations: [operation] } : {}),
    ...(by ? { actor: by } : {}),
    ...(from ? { since: startOf(from).toISOString() } : {}),
    ...(until ? { until: endOf(until).toISOString() } : {}),
  };
}

/** The day that a date field shows. */
export function dayOf(text: string | undefined): string {
  if (text === undefined || isDay(text)) return text ?? "";
  const moment = new Date(text);
  const part = (number: number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${part(moment.getMonth() + 1)}-${part(moment.getDate())}`;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function startOf(text: string): Date {
  return isDay(text) ? new Date(`${text}T00:00:00`) : new Date(text);
}

/** The day after, which not all days are 24 hours before. */
function endOf(text: string): Date {
  const start = startOf(text);
  if (isDay(text)) start.setDate(start.getDate() + 1);
  return start;
}

import type { Change } from "../parts/change-log.ts";

/** What was changed together. */
export type Transaction = { id: string; changes: Change[] };
/** The transactions of one of the reader's days. */
export type Day = { day: string; transactions: Transaction[] };

/** Changes by day and transaction, in the order in which they are. */
export function groupChanges(changes: Change[]): Day[] {
  const days: Day[] = [];
  for (const change of changes) {
    const day = new Date(change.at).toDateString();
    let last = days.at(-1);
    if (last?.day !== day) {
      last = { day, transactions: [] };
      days.push(last);
    }
    const transaction = last.transactions.at(-1);
    if (transaction?.id === change.transaction) transaction.changes.push(change);
    else last.transactions.push({ id: change.transaction, changes: [change] });
  }
  return days;
}

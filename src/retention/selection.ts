// What of a table is due, as SQL: the same words for counting and for deleting.
import type { Policy } from './policies.ts';

/** A condition for `where`, by the database's clock. */
export function isDue({ endedAt, keep, only }: Policy): string {
  const isOld = `${endedAt} < now() - interval '${keep}'`;
  return only ? `${isOld} and ${only}` : isOld;
}

/** Where the next rows to go are; `?` is how many. Rows that somebody else holds are left out. */
export function selectDue(policy: Policy): string {
  const order = policy.isUnordered ? '' : `order by ${policy.endedAt}`;
  return `select ctid from ${policy.table} where ${isDue(policy)} ${order} limit ? for update skip locked`;
}

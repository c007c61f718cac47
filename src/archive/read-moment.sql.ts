// As of when an export reads, what kinds of columns it meets, and where its person has or had a place.
import type { EntityManager } from '@mikro-orm/postgresql';

/** The type of each column by "table.column", as `information_schema` says it. */
export type ColumnTypes = ReadonlyMap<string, string>;

export interface Moment {
  readAt: Date;
  types: ColumnTypes;
  /** Organisations of the person, also those that they left. */
  orgIds: string[];
}

/** The first statements of its transaction: whatever is read behind them is as of this moment. */
export async function readMoment(em: EntityManager, userId: string): Promise<Moment> {
  const rows: { name: string; data_type: string; now: string }[] = await em.execute(
    `select table_name || '.' || column_name as name, data_type, now() as now from information_schema.columns
     where table_schema = 'public'`,
  );
  const orgs: { org_id: string }[] = await em.execute(ORGS, [userId, userId, userId]);
  // Cursors are read to their end: PostgreSQL plans else for the first rows, along an index of ages.
  await em.execute(`select set_config('cursor_tuple_fraction', '1', true)`);
  return {
    readAt: new Date(rows[0]!.now),
    types: new Map(rows.map(({ name, data_type }) => [name, data_type])),
    orgIds: orgs.map(({ org_id }) => org_id),
  };
}

const ORGS = `
  select org_id from profiles where user_id = ? union select org_id from members where user_id = ?
  union select org_id from resting_members where user_id = ?`;

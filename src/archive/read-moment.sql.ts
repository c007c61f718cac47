// As of when an export reads, and what kinds of columns it meets.
import type { EntityManager } from '@mikro-orm/postgresql';

/** The type of each column by "table.column", as `information_schema` says it. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** The first statement of its transaction: whatever is read behind it is as of this moment. */
export async function readMoment(em: EntityManager): Promise<{ readAt: Date; types: ColumnTypes }> {
  const rows: { name: string; data_type: string; now: string }[] = await em.execute(
    `select table_name || '.' || column_name as name, data_type, now() as now from information_schema.columns
     where table_schema = 'public'`,
  );
  return {
    readAt: new Date(rows[0]!.now),
    types: new Map(rows.map(({ name, data_type }) => [name, data_type])),
  };
}

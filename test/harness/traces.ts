// Where somebody is still to be found: in which columns, in what Temporal keeps, in what the far side has.
import type pg from 'pg';
import type { World } from './world.ts';

const TABLES = `select c.table_name as table, c.column_name as column
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`;

/** "table.column" of whatever one of the words stands in, over all tables. Capitals count for nothing. */
export async function placesOf(admin: pg.Client, words: readonly string[]): Promise<string[]> {
  const { rows } = await admin.query<{ table: string; column: string }>(TABLES);
  // As PostgreSQL writes bytes, too.
  const sought = words.flatMap((word) => [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`]);
  const found: string[] = [];
  for (const { table, column } of rows) {
    const sql = `select from "${table}" where "${column}"::text ilike any ($1) limit 1`;
    const { rowCount } = await admin.query(sql, [sought]);
    if (rowCount) found.push(`${table}.${column}`);
  }
  return found;
}

/** Every row of somebody, by table: of those that say in `user_id` whose they are. */
export async function rowsOf(admin: pg.Client, userId: string): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await admin.query<{ table: string }>(
    `${TABLES} and c.column_name = 'user_id' order by 1`,
  );
  const all: Record<string, unknown[]> = {};
  for (const { table } of tables) {
    const sql = `select to_jsonb(r) as row from "${table}" r where user_id = $1 order by 1`;
    all[table] = (await admin.query(sql, [userId])).rows;
  }
  return all;
}

/** Every event of every workflow of this world with its payloads decoded, its search attributes and its memo. */
export async function everythingInTemporal({ temporal, taskQueue }: World): Promise<string[]> {
  const { workflow } = temporal.client;
  const texts: string[] = [];
  for await (const { workflowId, runId, searchAttributes, memo } of workflow.list({
    query: `TaskQueue = "${taskQueue}"`,
  })) {
    const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
    texts.push(JSON.stringify({ workflowId, searchAttributes, memo }), ...(events ?? []).map(readable));
  }
  return texts;
}

/** Payloads as text: JSON would write their bytes as numbers. */
export const readable = (event: object): string =>
  JSON.stringify(event, (_key, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString();
    const isBytes = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
    return isBytes && 'data' in value ? Buffer.from(value.data as number[]).toString() : value;
  });

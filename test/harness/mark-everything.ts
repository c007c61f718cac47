// Marks whatever stands of somebody in the database, column by column, so that each can be looked for elsewhere.
import type pg from 'pg';
import { CATALOGUE } from '../../src/privacy/catalogue.ts';

/**
 * Puts "<word>.<table>.<column>." into whatever is theirs and may hold a text. Resolves to "table.column" of those in
 * which something stands. The caller has switched off what would object (session_replication_role).
 */
export async function markEverything(
  db: pg.Client,
  userId: string,
  word: string,
  spared: readonly string[] = [],
): Promise<string[]> {
  const marked: string[] = [];
  for (const { table, name, type } of await columnsOfText(db)) {
    const where = whereOf(table);
    const column = `${table}.${name}`;
    if (where === null || NEEDED.includes(column) || spared.includes(column)) continue;
    const text = `'${word}.${column}.' || substr(md5(random()::text), 1, 6)`;
    const value = type === 'jsonb' ? `to_jsonb(${text})` : type === 'ARRAY' ? `array[${text}]` : text;
    const { rowCount } = await db.query(`update ${table} set ${name} = ${value} where ${where}`, [userId]);
    if (rowCount !== 0) marked.push(column);
  }
  return marked;
}

/** Whether the catalogue says that "table.column" is exported. */
export const isExported = (column: string): boolean => {
  const [table, name] = column.split('.') as [string, string];
  return CATALOGUE.find((entry) => entry.table === table)!.columns[name]!.export === true;
};

/** What the door itself needs to let its person in and to know them. */
const NEEDED = [
  'users.password_hash',
  'profiles.zone',
  'profiles.sleep_from',
  'profiles.sleep_to',
  'profiles.onboarding',
  // A key of a closed form, which says with its kind what a session is.
  'room_sessions.agent_key',
];

/** Columns in which any text may stand. */
async function columnsOfText(db: pg.Client): Promise<{ table: string; name: string; type: string }[]> {
  const { rows } = await db.query(`
    select c.table_name as table, c.column_name as name, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'ARRAY')
      and c.udt_name not in ('_uuid', '_int4') and c.table_name <> 'rate_limit_buckets'
      and not exists (select from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
        where k.conrelid = format('%I', c.table_name)::regclass and a.attname = c.column_name
          and (k.contype in ('p', 'f') or k.contype = 'c' and pg_get_constraintdef(k.oid) like '%ARRAY[%'))
    order by 1, 2`);
  return rows;
}

const whereOf = (table: string): string | null => {
  const whose = CATALOGUE.find((entry) => entry.table === table)?.whose;
  if (whose === 'user_id') return 'user_id = $1::uuid';
  return typeof whose === 'object' ? `(${whose.where.replaceAll('$1', '$1::uuid')})` : null;
};

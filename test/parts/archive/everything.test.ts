// The promise of an export: whatever stands in a column that the catalogue exports is in it, word for word; what the
// catalogue keeps back is not, and of a colleague in the same organisation there is nothing.
import pg from 'pg';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/privacy/catalogue.ts';
import { httpWorld } from '../../harness/http-world.ts';
import type { Session } from '../../harness/http.ts';
import { takeExport } from '../../harness/take-export.ts';
import { readTables, seedEveryTable } from '../kernel/seed-every-table.ts';

const { api, admin } = httpWorld({ worker: 'here' });

/** What the door itself needs to let its person in and to know them. */
const NEEDED = [
  'users.password_hash',
  'profiles.zone',
  'profiles.sleep_from',
  'profiles.sleep_to',
  'profiles.onboarding',
];

/** Columns in which any text may stand. */
async function columnsOfText(): Promise<{ table: string; name: string; type: string }[]> {
  const { rows } = await admin.query(`
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

/** Marks what is theirs; resolves to the columns in which something stands. */
async function mark(db: pg.Client, person: Session, word: string): Promise<string[]> {
  const marked: string[] = [];
  for (const { table, name, type } of await columnsOfText()) {
    const where = whereOf(table);
    const column = `${table}.${name}`;
    if (where === null || NEEDED.includes(column)) continue;
    const text = `'${word}.${column}.' || substr(md5(random()::text), 1, 6)`;
    const value = type === 'jsonb' ? `to_jsonb(${text})` : type === 'ARRAY' ? `array[${text}]` : text;
    const { rowCount } = await db.query(`update ${table} set ${name} = ${value} where ${where}`, [
      person.userId,
    ]);
    if (rowCount !== 0) marked.push(column);
  }
  return marked;
}

const isExported = (column: string): boolean => {
  const [table, name] = column.split('.') as [string, string];
  return CATALOGUE.find((entry) => entry.table === table)!.columns[name]!.export === true;
};

test('every exported column is in the file, none that is kept back, and nothing of a colleague', async () => {
  const [ana, ben] = [await api.register({ name: 'Ana' }), await api.register({ name: 'Ben' })];
  const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
  const invitation = { email: ben.email, role: 'member' };
  const { token } = await ana.expect(201, 'POST', `/v1/orgs/${team.id}/invitations`, invitation);
  await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  const tables = await readTables(admin);
  await admin.query(`set session_replication_role = 'replica'`);
  for (const { userId } of [ana, ben]) await seedEveryTable(admin, tables, { orgId: team.id, userId });
  const ofAna = await mark(admin, ana, 'canary-ana');
  const ofBen = await mark(admin, ben, 'canary-ben');
  await admin.query(`set session_replication_role = 'origin'`);
  expect(ofAna.length).toBeGreaterThan(60);
  expect(ofBen.length).toBeGreaterThan(60);

  const entries = await takeExport(ana);
  const text = [...entries.values()].join('\n');
  const found = ofAna.filter((column) => text.includes(`canary-ana.${column}.`));
  expect(found).toEqual(ofAna.filter(isExported));
  expect(text).not.toContain('canary-ben');
  expect(text).not.toContain(ben.userId);
});

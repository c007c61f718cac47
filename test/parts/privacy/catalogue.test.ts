// The catalogue of columns against the migrated database: a table or a column that nobody described, or that is gone, is red here.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tablesOfAPerson } from '../../../src/db.ts';
import { CATALOGUE, erasureOf, OF_MIGRATIONS, retentionOf } from '../../../src/privacy/catalogue.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

const columnsThere = async (): Promise<string[]> => {
  const { rows } = await admin.query<{ name: string }>(`
    select c.table_name || '.' || c.column_name as name
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE'`);
  return rows
    .map(({ name }) => name)
    .filter((name) => !OF_MIGRATIONS.some((table) => name.startsWith(`${table}.`)))
    .toSorted();
};

const columnsDescribed = (): string[] =>
  CATALOGUE.flatMap(({ table, columns }) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  ).toSorted();

test('every column of every table is described, and none that is gone', async () => {
  expect(columnsDescribed()).toEqual(await columnsThere());
  await admin.query('alter table goals add column mood text');
  try {
    expect((await columnsThere()).filter((name) => !columnsDescribed().includes(name))).toEqual([
      'goals.mood',
    ]);
  } finally {
    await admin.query('alter table goals drop column mood');
  }
});

/** Or by more than that: what they said in what belongs to somebody else. */
const isTheirs = ({ whose }: (typeof CATALOGUE)[number]): boolean =>
  whose === 'user_id' || (typeof whose === 'object' && whose.where.startsWith('user_id = $1 or '));

test('whatever has a person in it is found by that person', () => {
  const byPerson = CATALOGUE.filter(isTheirs).map(({ table }) => table);
  expect(byPerson.toSorted()).toEqual(
    tablesOfAPerson()
      .map(({ table }) => table)
      .toSorted(),
  );
});

test('whose rows are looked for in their organisations has none elsewhere: each is tied to a profile', async () => {
  const { rows } = await admin.query<{ table: string }>(`
    select conrelid::regclass::text as table from pg_constraint
    where contype = 'f' and confrelid = 'profiles'::regclass and pg_get_constraintdef(oid) like 'FOREIGN KEY (org_id, user_id)%'`);
  const tied = new Set(rows.map(({ table }) => table));
  const untied = CATALOGUE.filter(
    ({ table, whose, columns }) => whose === 'user_id' && 'org_id' in columns && !tied.has(table),
  ).map(({ table }) => table);
  // Who belongs somewhere has a profile there; resting memberships go when the erasure begins, by the person alone.
  expect(untied).toEqual(['members', 'resting_members', 'profiles']);
});

const placeOf = (table: string) => CATALOGUE.findIndex((entry) => entry.table === table);

test('what refers to other rows goes before them', async () => {
  const { rows } = await admin.query<{ table: string; target: string }>(`
    select distinct conrelid::regclass::text as table, confrelid::regclass::text as target
    from pg_constraint where contype = 'f' and conrelid <> confrelid`);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ table, target }) => placeOf(table) > placeOf(target))).toEqual([]);
});

test('of every table stands how long its rows are kept; what stays after an erasure says why', () => {
  expect(CATALOGUE.filter((entry) => retentionOf(entry).length === 0).map(({ table }) => table)).toEqual([]);
  const unsaid = CATALOGUE.flatMap((entry) =>
    Object.entries(entry.columns).flatMap(([name, column]) => {
      const erasure = erasureOf(entry, column);
      const stays = typeof erasure === 'object';
      return stays && column.sort !== 'none' ? [`${entry.table}.${name} stays`] : [];
    }),
  );
  expect(unsaid).toEqual([]);
});

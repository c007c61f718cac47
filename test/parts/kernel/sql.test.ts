// Statements in one round trip: under the same row security as any transaction, and nothing is left behind.
import type { MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Person } from '../../../src/kernel/context.ts';
import { poolOf, queryAsLogin, queryAsPerson } from '../../../src/kernel/sql.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  // One connection, so that each transaction finds what the one before it left.
  orm = await openDatabase(database.apiUrl, { poolSize: 1 });
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});

const someone = (): Person => ({ orgId: randomUUID(), userId: randomUUID() });
/** Settings that were never made are null, those of an earlier transaction empty. */
const nobody = {
  name: 'nobody',
  text: `select current_user as role, coalesce(current_setting('app.org_id', true), '') as org, coalesce(current_setting('app.user_id', true), '') as "user"`,
  values: [],
};
const who = {
  name: 'who',
  text: `select current_user as role, current_setting('app.org_id', true) as org, current_setting('app.user_id', true) as "user", $1::int as n`,
  values: [1],
};

test('a statement runs as the person, and the next one finds nothing of them', async () => {
  for (const ana of [someone(), someone()])
    expect(await queryAsPerson(orm, ana, who)).toEqual([
      { role: 'flux_tenant', org: ana.orgId, user: ana.userId, n: 1 },
    ]);
  expect(await queryAsLogin(orm, nobody)).toEqual([{ role: 'flux_api', org: '', user: '' }]);
});

test('a closed database leaves no connection, also where no transaction was ever made', async () => {
  const asked = await openDatabase(database.apiUrl);
  const pool = await poolOf(asked);
  await queryAsLogin(asked, nobody);
  expect(pool.totalCount).toBe(1);
  await asked.close();
  expect(pool.totalCount).toBe(0);
});

test('without a person the login may read no table', async () => {
  const all = { name: 'all', text: 'select from tasks', values: [] };
  await expect(queryAsLogin(orm, all)).rejects.toMatchObject({ code: '42501' });
  expect(await queryAsPerson(orm, someone(), all)).toEqual([]);
});

test('a statement that fails is thrown, keeps nothing, and leaves the connection clean', async () => {
  const division = { name: 'division', text: 'select 1 / $1::int', values: [0] };
  await expect(queryAsPerson(orm, someone(), division)).rejects.toMatchObject({ code: '22012' });
  const broken = { name: 'broken', text: 'selec 1', values: [] };
  await expect(queryAsPerson(orm, someone(), broken)).rejects.toMatchObject({ code: '42601' });
  expect(await queryAsLogin(orm, nobody)).toEqual([{ role: 'flux_api', org: '', user: '' }]);
  expect(await poolOf(orm)).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });
});

test('what goes ahead is a statement of its own in the same transaction, and fails with it', async () => {
  const ahead = { name: 'ahead', text: `select set_config('app.ahead', $1, true)`, values: ['was here'] };
  const told = {
    name: 'told',
    text: `select current_setting('app.ahead', true) as told, $1::int as n`,
    values: [2],
  };
  for (const _ of ['prepared', 'known'])
    expect(await queryAsPerson(orm, someone(), told, [ahead])).toEqual([{ told: 'was here', n: 2 }]);
  expect(await queryAsPerson(orm, someone(), told)).toEqual([{ told: '', n: 2 }]);
  const broken = { name: 'broken_ahead', text: 'select 1 / 0', values: [] };
  await expect(queryAsPerson(orm, someone(), told, [broken])).rejects.toMatchObject({ code: '22012' });
  expect(await queryAsPerson(orm, someone(), told, [ahead])).toHaveLength(1);
});

test('the mapper and the short way share a connection', async () => {
  const ana = someone();
  const rows = await asPerson({ orm, perform: async () => {} }, { ...ana, via: 'rest' }, (ctx) =>
    ctx.em.execute('select current_user as role'),
  );
  expect(rows).toEqual([{ role: 'flux_tenant' }]);
  expect(await queryAsPerson(orm, ana, who)).toHaveLength(1);
});

test('a connection that dies under a statement is thrown away', async () => {
  const sleep = { name: 'sleep', text: 'select pg_sleep(60)', values: [] };
  const dying = queryAsPerson(orm, someone(), sleep).catch((error: unknown) => error);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity
    where query = 'select pg_sleep(60)' and datname = current_database() and pid <> pg_backend_pid()`;
  while ((await admin.query(kill)).rowCount === 0);
  await admin.end();
  expect(await dying).toMatchObject({ code: '57P01' });
  expect(await queryAsLogin(orm, who)).toHaveLength(1);
  expect(await poolOf(orm)).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });
});

test('one that is refused on a new connection does not spoil it for the next', async () => {
  await (await poolOf(orm)).query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
  const unreadable = { orgId: randomUUID(), userId: 'not\0text' };
  await expect(queryAsPerson(orm, unreadable, who)).rejects.toMatchObject({ code: '22021' });
  const ana = someone();
  for (const _ of ['prepared', 'known'])
    expect(await queryAsPerson(orm, ana, who)).toMatchObject([{ role: 'flux_tenant', org: ana.orgId }]);
  await expect(queryAsPerson(orm, unreadable, who)).rejects.toMatchObject({ code: '22021' });
  expect(await poolOf(orm)).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });
});

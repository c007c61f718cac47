// A transaction's opening travels with its first statement; nobody may notice, whatever that statement is and however it ends.
import type { MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await freshDatabase();
  // One connection, so that each transaction finds what the one before it left.
  orm = await openDatabase(database.workerUrl, { poolSize: 1 });
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});

const WHO = `select current_user as role, current_setting('app.org_id', true) as org, current_setting('app.user_id', true) as "user"`;
const someone = (): Actor => ({ orgId: randomUUID(), userId: randomUUID(), via: 'rest' });
const as = <T>(person: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  asPerson({ orm, perform: async () => {} }, person, work);

test('the first statement runs as the person, and its answer is its own', async () => {
  const ana = someone();
  const rows = await as(ana, (ctx) => ctx.em.execute(WHO));
  expect(rows).toEqual([{ role: 'flux_tenant', org: ana.orgId, user: ana.userId }]);
});

test.each([
  ['a statement that fails', 'select 1 / 0', '22012'],
  ['a statement that cannot be read', 'selec 1', '42601'],
])('%s: the same error, and the next person finds nothing of it', async (_what, sql, code) => {
  await expect(as(someone(), (ctx) => ctx.em.execute(sql))).rejects.toMatchObject({ code });
  const ben = someone();
  const rows = await as(ben, (ctx) => ctx.em.execute(WHO));
  expect(rows).toEqual([{ role: 'flux_tenant', org: ben.orgId, user: ben.userId }]);
});

test('nothing at all: the connection is clean', async () => {
  await as(someone(), async () => undefined);
  const [row] = await orm.em.fork().execute(WHO);
  expect(row).toEqual({ role: 'flux_worker', org: '', user: '' });
});

test('a statement outside of any transaction has no role, and so no right', async () => {
  await expect(orm.em.fork().execute('select from tasks')).rejects.toMatchObject({ code: '42501' });
});

test('a cursor first: its rows come, as the person', async () => {
  const eva = someone();
  const orgs = await as(eva, async (ctx) => {
    const rows: unknown[] = [];
    const query = ctx.em.getConnection().stream(WHO, [], ctx.em.getTransactionContext());
    for await (const row of query) rows.push(row);
    return rows;
  });
  expect(orgs).toEqual([{ role: 'flux_tenant', org: eva.orgId, user: eva.userId }]);
});

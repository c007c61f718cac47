// What nobody reads the answer of travels with the next statement: its opening, and writes that are only made. Nobody may notice, whatever that
// statement is and however it ends.
import type { MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asPerson, type Actor, type Ctx } from '../../../src/kernel/context.ts';
import { UNREAD } from '../../../src/kernel/send-late.ts';
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

/** What a write that nobody reads has left behind; the setting is of the connection, so that it outlives nothing but a rollback. */
const WRITE = (value: string) => `/* ${UNREAD} */ select set_config('app.late', '${value}', false)`;
const LEFT = `select coalesce(current_setting('app.late', true), '') as late`;

test('a write that nobody reads is there for the next statement, and with the commit at the latest', async () => {
  const seen = await as(someone(), async ({ em }) => {
    await em.execute('select 1');
    await em.execute(WRITE('first'));
    const rows = await em.execute(LEFT);
    await em.execute(WRITE('last'));
    return rows;
  });
  expect(seen).toEqual([{ late: 'first' }]);
  expect(await orm.em.fork().execute(LEFT)).toEqual([{ late: 'last' }]);
});

test('what is taken back is taken back with it, whether it was sent or not', async () => {
  await as(someone(), ({ em }) => em.execute(WRITE('before')));
  const broken = (isSent: boolean) =>
    as(someone(), async ({ em }) => {
      await em.execute(WRITE('broken'));
      if (isSent) await em.execute('select 1');
      throw new Error('broken');
    });
  for (const isSent of [true, false]) {
    await expect(broken(isSent)).rejects.toThrow('broken');
    expect(await orm.em.fork().execute(LEFT)).toEqual([{ late: 'before' }]);
  }
});

test('one that fails is thrown by what it is sent with, and nothing is kept', async () => {
  await as(someone(), ({ em }) => em.execute(WRITE('before')));
  const failing = `/* ${UNREAD} */ select 1 / 0`;
  const attempts = [
    as(someone(), async ({ em }) => {
      await em.execute(WRITE('broken'));
      await em.execute(failing);
    }),
    as(someone(), async ({ em }) => {
      await em.execute(WRITE('broken'));
      await em.execute(failing);
      await em.execute('select 1');
    }),
  ];
  for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: '22012' });
  expect(await orm.em.fork().execute(LEFT)).toEqual([{ late: 'before' }]);
  const ben = someone();
  expect(await as(ben, (ctx) => ctx.em.execute(WHO))).toMatchObject([
    { role: 'flux_tenant', org: ben.orgId },
  ]);
});

// The promise: whoever is killed while an export is written, it is written to the end, once, without a half of before.
import pg from 'pg';
import { writeExport } from '../../src/archive/write-export.ts';
import { readConfig, WORKER_NEEDS } from '../../src/config.ts';
import { openDatabase } from '../../src/db.ts';
import { emailSetup } from '../../src/emails/email-setup.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openApi, type Api, type Session } from '../harness/http.ts';
import { PATIENCE } from '../harness/patience.ts';
import { workerProcess } from '../harness/processes.ts';
import { fetchZip, isDone, linkOf } from '../harness/take-export.ts';
import { mailOf } from '../harness/mailed.ts';
import { readExport } from '../harness/read-zip.ts';
import { openWorld, type World } from '../harness/world.ts';
import { holdInDatabase, rowOf, writesTo } from '../kill/hold.ts';

let world: World;
let api: Api;
let db: pg.Client;

beforeAll(async () => {
  world = await openWorld({ worker: 'none' });
  api = await openApi(world.env['PUBLIC_URL']!);
  db = new pg.Client({ connectionString: world.database.adminUrl });
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await world.close();
});

const TASKS = 20_000;

/** Somebody with so much that their file has several parts. */
async function somebody(): Promise<Session> {
  const person = await api.register();
  const { organisation } = await person.expect(200, 'GET', '/v1/auth/me');
  await db.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes)
     select gen_random_uuid(), $1, $2, 'Task ' || n || ' ' || md5(n::text), now() + n * interval '1 hour', 10
     from generate_series(1, ${TASKS}) as n`,
    [organisation.id, person.userId],
  );
  return person;
}

const partsOf = async (id: string): Promise<number> =>
  (await db.query('select count(*)::int as n from account_export_parts where export_id = $1', [id])).rows[0]
    .n;

async function expectWhole(person: Session, id: string): Promise<void> {
  await isDone(person, id);
  const { rows } = await db.query(
    `select count(*)::int as parts, max(number) + 1 as last, sum(length(content))::int as bytes,
       (select bytes from account_exports where id = $1) as told
     from account_export_parts where export_id = $1`,
    [id],
  );
  const [{ parts, last, bytes, told }] = rows;
  expect([parts, bytes]).toEqual([last, told]);
  const entries = await readExport(await fetchZip(await linkOf(person, id)));
  expect(JSON.parse(entries.get('data/tasks.json')!)).toHaveLength(TASKS);
}

const READY = 'Your export is ready';

test('killed at the first part, amid the parts and at the end, it is mailed once that it is ready', async () => {
  const person = await somebody();
  await db.query('update users set email_verified_at = now() where id = $1', [person.userId]);
  const worker = workerProcess(world);
  await worker.start();
  try {
    const { id } = await person.expect(202, 'POST', '/v1/me/exports', {});
    const first = await holdInDatabase(world.database.adminUrl, {
      sql: writesTo('account_export_parts'),
      login: 'flux_worker',
    });
    await first.reached;
    await worker.kill();
    await first.release();

    await worker.start();
    await vi.waitFor(async () => expect(await partsOf(id)).toBeGreaterThan(0), { ...PATIENCE, interval: 2 });
    await worker.kill();
    const left = await partsOf(id);
    expect(left).toBeGreaterThan(0);

    const last = await holdInDatabase(world.database.adminUrl, {
      sql: rowOf('account_exports'),
      values: [id],
      login: 'flux_worker',
    });
    await worker.start();
    await last.reached;
    await worker.kill();
    await last.release();

    await worker.start();
    await expectWhole(person, id);
    await mailOf(world.simulator, person.email, READY);
    const mails = await db.query(`select state from emails where user_id = $1 and kind = 'export_ready'`, [
      person.userId,
    ]);
    expect(mails.rowCount).toBe(1);
  } finally {
    await worker.kill();
  }
});

test('what was asked for while nobody worked is written when somebody does, also where its workflow was lost', async () => {
  const person = await somebody();
  const { id } = await person.expect(202, 'POST', '/v1/me/exports', {});
  await world.temporal.client.workflow.getHandle(`export/${id}`).terminate('lost');
  await db.query(`update account_exports set created_at = now() - interval '1 minute' where id = $1`, [id]);
  const worker = workerProcess(world);
  await worker.start();
  try {
    await expectWhole(person, id);
    expect(await world.temporal.client.workflow.getHandle(`export/${id}`).result()).toBe('done');
  } finally {
    await worker.kill();
  }
});

test('an attempt that was overtaken stores nothing any more', async () => {
  const person = await somebody();
  const { id } = await person.expect(202, 'POST', '/v1/me/exports', {});
  const orm = await openDatabase(world.database.workerUrl);
  try {
    const { outbox } = emailSetup(readConfig(WORKER_NEEDS, world.env));
    const { rows } = await db.query('select org_id, user_id from account_exports where id = $1', [id]);
    const one = { orgId: rows[0].org_id, userId: rows[0].user_id, exportId: id };
    const write = () =>
      writeExport({ orm, outbox, perform: async () => undefined }, one, new AbortController().signal);
    const first = write();
    await vi.waitFor(async () => expect(await partsOf(id)).toBeGreaterThan(0), { ...PATIENCE, interval: 2 });
    expect(await Promise.all([first, write()])).toEqual(['stopped', 'done']);
    await expectWhole(person, id);
    expect(await write()).toBe('stopped');
    await expectWhole(person, id);
  } finally {
    await orm.close();
  }
  // Nobody has shown that the address is theirs.
  expect((await db.query('select from emails where user_id = $1', [person.userId])).rowCount).toBe(0);
});

test('what is taken back stops', async () => {
  const person = await somebody();
  const worker = workerProcess(world);
  await worker.start();
  try {
    const { id } = await person.expect(202, 'POST', '/v1/me/exports', {});
    await vi.waitFor(async () => expect(await partsOf(id)).toBeGreaterThan(0), { ...PATIENCE, interval: 2 });
    await person.expect(204, 'DELETE', `/v1/me/exports/${id}`);
    expect(await world.temporal.client.workflow.getHandle(`export/${id}`).result()).toBe('stopped');
    expect(await partsOf(id)).toBe(0);
  } finally {
    await worker.kill();
  }
});

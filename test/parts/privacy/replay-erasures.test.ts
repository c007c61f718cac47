// After a restore from a backup whoever was erased since is erased again: by the list that was kept, or by the worker's log.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { asSystem } from '../../../src/kernel/context.ts';
import { beginErasure } from '../../../src/privacy/begin-erasure.sql.ts';
import { eraseRows, finishErasure } from '../../../src/privacy/finish-erasure.ts';
import { createDatabase, freshDatabase, urlOf, type TestDatabase } from '../../harness/database.ts';
import { placesOf, rowsOf } from '../../harness/traces.ts';

const SCRIPT = fileURLToPath(new URL('../../../src/replay-erasures.ts', import.meta.url));
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function open(): Promise<TestDatabase> {
  const database = await freshDatabase();
  databases.push(database);
  return database;
}

/** As a backup has it: nobody may be connected. */
async function copyOf({ adminUrl, workerUrl }: TestDatabase): Promise<TestDatabase> {
  const name = `flux_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(inject('ground').adminUrl, name, new URL(adminUrl).pathname.slice(1));
  const copy = {
    adminUrl: urlOf(adminUrl, name),
    apiUrl: '',
    workerUrl: urlOf(workerUrl, name),
    drop: async () => {
      const client = new pg.Client({ connectionString: inject('ground').adminUrl });
      await client.connect();
      await client.query(`drop database ${name} with (force)`);
      await client.end();
    },
  };
  databases.push(copy);
  return copy;
}

async function asAdmin<T>({ adminUrl }: TestDatabase, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: adminUrl });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

/** Somebody with a session, and their organisation. */
async function register(db: pg.Client): Promise<{ userId: string; orgId: string }> {
  const person = { userId: randomUUID(), orgId: randomUUID() };
  await db.query(`select register_person($1, $2, $3, 'hash', null, 'UTC')`, [
    person.userId,
    person.orgId,
    `${person.userId}@example.com`,
  ]);
  await db.query(
    `insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), $1, now() + interval '1 day')`,
    [person.userId],
  );
  return person;
}

async function erase(database: TestDatabase, userId: string, { isFinished = true } = {}): Promise<void> {
  const orm = await openDatabase(database.workerUrl, { poolSize: 1 });
  const id = randomUUID();
  await asAdmin(database, (db) =>
    db.query(
      `insert into erasures (id, user_id, begins_at, receipt_hash) values ($1::uuid, $2, now(), $1::uuid::text)`,
      [id, userId],
    ),
  );
  await asSystem(orm, (em) => beginErasure(em, id));
  if (isFinished) {
    await eraseRows({ orm }, id);
    await finishErasure({ orm }, id);
  }
  await orm.close();
}

/** What the command prints. */
async function command({ workerUrl }: TestDatabase, args: string[], input = ''): Promise<string> {
  const running = promisify(execFile)(process.execPath, [SCRIPT, ...args], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', WORKER_DATABASE_URL: workerUrl },
  });
  running.child.stdin!.end(input);
  return (await running).stdout;
}

test('who was erased since the backup is erased again, also who was only begun with; nobody else is', async () => {
  const database = await open();
  const [ana, ben, cleo] = await asAdmin(database, async (db) => [
    await register(db),
    await register(db),
    await register(db),
  ]);
  const backup = await copyOf(database);
  const before = await asAdmin(backup, (db) => rowsOf(db, ben.userId));
  await erase(database, ana.userId);
  await erase(database, cleo.userId, { isFinished: false });
  const list = await command(database, ['list']);
  expect(list.trim().split('\n')).toEqual([
    expect.stringMatching(/^[0-9a-f]{64} \d{4}-/),
    expect.stringMatching(/^[0-9a-f]{64} \d{4}-/),
  ]);
  expect(list).not.toContain(ana.userId);

  // As lines of a log, too.
  const log = list.replaceAll(/(\w{64}) .*/g, '{"erased":"$1","msg":"erasure begins"}');
  expect(await command(backup, ['run'], log)).toMatch(/^2 in the list, 2 of them in this database/);
  expect(await command(backup, ['run'], list + log)).toMatch(/^2 in the list, 2 of them/);
  await asAdmin(backup, async (db) => {
    const { rows } = await db.query('select user_id, state from erasures order by user_id');
    expect(rows).toEqual(
      [ana.userId, cleo.userId].toSorted().map((user_id) => ({ user_id, state: 'erasing' })),
    );
    const left = await db.query(
      'select user_id from members union all select user_id from sessions where user_id <> $1',
      [ben.userId],
    );
    expect(left.rows).toEqual([{ user_id: ben.userId }]);
    expect(await rowsOf(db, ben.userId)).toEqual(before);
  });
  // What the worker does.
  const orm = await openDatabase(backup.workerUrl, { poolSize: 1 });
  const ids = await asAdmin(backup, async (db) => (await db.query('select id from erasures')).rows);
  for (const { id } of ids) {
    await eraseRows({ orm }, id);
    await finishErasure({ orm }, id);
  }
  await orm.close();
  await asAdmin(backup, async (db) => {
    expect(await placesOf(db, [ana.userId, ana.orgId, cleo.userId])).toEqual([]);
    expect(await rowsOf(db, ben.userId)).toEqual(before);
  });
  expect(await command(backup, ['run'], list)).toMatch(/^2 in the list, 0 of them/);
  await expect(command(backup, ['list', 'x'])).rejects.toThrow(/Usage/);
});

// Hearing what the database tells: proven by answers, lost and found again, and not believed where a pooler stands between.
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/db.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { openNotifications, type Notifications } from '../../../src/kernel/notifications.ts';
import { openCountedLine, type CountedLine } from '../../harness/counted-line.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

const stack = new AsyncDisposableStack();
let database: TestDatabase;
let admin: pg.Client;
let line: CountedLine;
beforeAll(async () => {
  database = await freshDatabase();
  stack.defer(() => database.drop());
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  stack.defer(() => admin.end());
  line = await openCountedLine(database.apiUrl);
  stack.defer(() => line.stop());
});
afterAll(() => stack.disposeAsync());

interface Listening {
  orm: MikroORM;
  notifications: Notifications;
  /** What it was told; null where some may have been missed. */
  told: (string | null)[];
  /** "warn", "info" */
  said: string[];
}

async function listen(
  channel: string,
  url = line.url,
  options: Pick<Parameters<typeof openNotifications>[1], 'pauses'> = {},
): Promise<Listening> {
  const orm = await openDatabase(url, { poolSize: 2 });
  stack.defer(() => orm.close());
  const said: string[] = [];
  const write = (text: string) => void said.push((JSON.parse(text) as { level: string }).level);
  const notifications = await openNotifications(orm, {
    ...options,
    channel,
    log: createLog({ level: 'info', process: 'test' }, { write }),
  });
  stack.defer(() => notifications.stop());
  const told: (string | null)[] = [];
  notifications.hear((one) => told.push(one));
  return { orm, notifications, told, said };
}

const tell = (channel: string, what: string) => admin.query('select pg_notify($1, $2)', [channel, what]);
async function untilProven({ notifications }: Listening, isProven = true): Promise<void> {
  await expect.poll(() => notifications.areHeard(), { interval: 1 }).toBe(isProven);
}
const cut = (channel: string) =>
  admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid in (
       select pid from pg_stat_activity where usename = 'flux_api' and pid <> pg_backend_pid()
         and (query = $1 or query = 'select pg_backend_pid() as pid'))`,
    [`listen ${channel}`],
  );

test('what is proven to be heard has been heard', async () => {
  const one = await listen('heard');
  for (let i = 0; i < 50; i++) {
    await tell('heard', `${i}`);
    // Its own doings are not proven by what was asked before them.
    one.notifications.doubt();
    expect(one.notifications.areHeard()).toBe(false);
    await untilProven(one);
    expect(one.told.at(-1)).toBe(`${i}`);
  }
  expect(one.said).toEqual([]);
});

test('a connection that hangs proves nothing; one that is given up is opened again', async () => {
  const one = await listen('hangs');
  await untilProven(one);
  const release = line.holdListeners();
  await tell('hangs', 'unheard');
  await untilProven(one, false);
  const { heard } = one.notifications;
  // After two seconds it is given up, and the next one hangs as well.
  await expect.poll(() => one.said).toEqual(['warn']);
  release();
  await untilProven(one);
  expect(one.said).toEqual(['warn', 'info']);
  expect(one.told.at(-1)).toBe(null);
  expect(one.notifications.heard).toBeGreaterThan(heard);
  await tell('hangs', 'again');
  await expect.poll(() => one.told.at(-1)).toBe('again');
});

test('a connection that is cut is opened again, and says so once', async () => {
  const one = await listen('cut');
  await untilProven(one);
  await cut('cut');
  await expect.poll(() => one.said).toEqual(['warn', 'info']);
  await untilProven(one);
  expect(one.told.at(-1)).toBe(null);
});

describe('a pooler', () => {
  test('whose connections are not those of the server is not believed', async () => {
    const pooled = await openCountedLine(database.apiUrl, { isPooler: 'hides its backends' });
    stack.defer(() => pooled.stop());
    const one = await listen('pooled', pooled.url);
    expect(one.notifications.areHeard()).toBe(false);
    expect(one.said).toEqual(['warn']);
  });

  test('that keeps notifications to itself is not believed', async () => {
    const pooled = await openCountedLine(database.apiUrl, { isPooler: 'drops notifications' });
    stack.defer(() => pooled.stop());
    const one = await listen('dropped', pooled.url);
    expect(one.notifications.areHeard()).toBe(false);
    expect(one.said).toEqual(['warn']);
  });
});

test('a pooler that comes instead of a lost connection is named, and gone again some day', async () => {
  const pooled = await openCountedLine(database.apiUrl);
  stack.defer(() => pooled.stop());
  const one = await listen('deployed', pooled.url, { pauses: { first: 1, most: 1, pooled: 100 } });
  await untilProven(one);
  pooled.putBetween('drops notifications');
  await cut('deployed');
  await expect.poll(() => one.said).toEqual(['warn', 'warn']);
  pooled.putBetween(null);
  await untilProven(one);
  expect(one.said).toEqual(['warn', 'warn', 'info']);
});

test('without a database it is not heard, and goes on trying', async () => {
  const one = await listen('nowhere', 'postgres://nobody@127.0.0.1:1/nothing');
  expect(one.notifications.areHeard()).toBe(false);
  expect(one.said).toEqual(['warn']);
});

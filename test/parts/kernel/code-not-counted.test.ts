// A code that nobody could count is not sent, and so it counts for nothing either.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeCode } from '../../../src/account/take-code.ts';
import type { Limiter } from '../../../src/kernel/rate-limit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { openLimiterProcess } from '../../harness/limiters.ts';

const stack = new AsyncDisposableStack();
let database: TestDatabase;
let limiter: Limiter;
beforeAll(async () => {
  database = await freshDatabase();
  stack.defer(() => database.drop());
  ({ limiter } = await openLimiterProcess({ databaseUrl: database.apiUrl, changes: 'code=2/day' }, stack));
});
afterAll(() => stack.disposeAsync());

const REQUEST = {
  caller: 'ana',
  isNewcomer: true,
  address: '192.0.2.1',
  number: { phone: '+4915112345678', key: '+4915112345678', country: 'DE' },
};

test('the person has it again where what it has in common with others cannot be counted', async () => {
  expect((await limiter.take('code', 'ana')).policies).toMatchObject([{ remaining: 1 }]);
  await brokenOff(() => expect(takeCode(limiter, REQUEST)).rejects.toMatchObject({ code: 'UNAVAILABLE' }));
  expect((await limiter.take('code', 'ana')).policies).toMatchObject([{ remaining: 1 }]);
});

/** The statement that takes tokens is ended while it waits for the bucket that all share. */
async function brokenOff(work: () => Promise<void>): Promise<void> {
  const owner = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  const holder = await owner.connect();
  // It may still be closing when the database goes.
  holder.on('error', () => undefined);
  await holder.query(`select pg_advisory_lock(hashtextextended('code-all', 20261121113000))`);
  const working = work();
  while ((await owner.query(CANCEL)).rowCount === 0);
  await working;
  holder.release(true);
  await owner.end();
}

const CANCEL = `select pg_cancel_backend(pid) from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query like '%take_tokens%'`;

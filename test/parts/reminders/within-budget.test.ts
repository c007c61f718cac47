// The brake on what costs money: by person, by country and by all together, whatever organisation somebody acts in.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../../src/kernel/log.ts';
import { rateLimited } from '../../../src/kernel/metrics.ts';
import { spend, type BudgetPorts } from '../../../src/reminders/within-budget.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { openLimiterProcess } from '../../harness/limiters.ts';

const CHANGES = 'message-person=2/day,message-country=3/day,message-all=5/day,call-person=1/day';
const [US, DE, FR] = ['+12025550123', '+4915112345678', '+33612345678'];

const stack = new AsyncDisposableStack();
let database: TestDatabase;
let admin: pg.Client;
/** Two workers. */
let workers: BudgetPorts[];
const said: string[] = [];
const write = (line: string) => void said.push(line);
beforeAll(async () => {
  database = await freshDatabase();
  stack.defer(() => database.drop());
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  stack.defer(() => admin.end());
  const log = createLog({ level: 'warn', process: 'test' }, { write });
  workers = await Promise.all([1, 2].map(async () => ({ log, ...(await worker(database.workerUrl)) })));
});
afterAll(() => stack.disposeAsync());

const worker = (databaseUrl: string) => openLimiterProcess({ databaseUrl, changes: CHANGES }, stack);

/** Nobody has sent anything yet. */
const anew = () => admin.query('delete from rate_limit_buckets');

let turn = 0;
/** By one worker after the other. */
function send(
  userId: string,
  phone: string,
  step: 'push' | 'whatsapp' | 'call' = 'whatsapp',
  ports?: BudgetPorts,
) {
  const actor = { orgId: randomUUID(), userId, via: 'ladder' as const };
  const claimed = { dispatch: { step }, profile: { phone } } as Parameters<typeof spend>[2];
  return spend(ports ?? workers[turn++ % workers.length]!, actor, claimed);
}

async function sendMany(count: number, ...args: Parameters<typeof send>): Promise<boolean[]> {
  const sent = [];
  for (let i = 0; i < count; i++) sent.push((await send(...args)).isWithin);
  return sent;
}

test('one person gets no more than theirs, in whatever organisation; a call counts by itself', async () => {
  await anew();
  expect(await sendMany(3, 'ana', US)).toEqual([true, true, false]);
  expect(await sendMany(2, 'ana', US, 'call')).toEqual([true, false]);
  expect(await sendMany(1, 'ben', US)).toEqual([true]);
});

test('a country no more than its own, whoever is written to there; and all together no more than all', async () => {
  await anew();
  expect(await sendMany(2, 'ana', DE)).toEqual([true, true]);
  expect(await sendMany(2, 'ben', DE)).toEqual([true, false]);
  // What was refused took nothing from anybody.
  expect(await sendMany(3, 'ben', FR)).toEqual([true, false, false]);
  expect(await sendMany(2, 'eva', US)).toEqual([true, false]);
});

test('notifications are free', async () => {
  await anew();
  expect(await sendMany(9, 'ana', US, 'push')).toEqual(Array.from({ length: 9 }, () => true));
  expect((await admin.query('select from rate_limit_buckets')).rowCount).toBe(0);
});

test('what was not sent after all is given back, to the person, the country and all', async () => {
  await anew();
  for (let i = 0; i < 9; i++) {
    const spent = await send('ana', DE);
    expect(spent.isWithin).toBe(true);
    await spent.giveBack();
  }
  // What was refused has nothing to give back.
  await sendMany(2, 'ana', DE);
  await (await send('ana', DE)).giveBack();
  expect(await sendMany(1, 'ana', DE)).toEqual([false]);
});

test('a refusal is counted, and said with the limits that were empty and nobody’s number', async () => {
  await anew();
  rateLimited.reset();
  said.length = 0;
  await sendMany(3, 'ana', US);
  expect((await rateLimited.get()).values).toEqual([{ labels: { group: 'message' }, value: 1 }]);
  expect(said.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', limits: ['message-person'], user_id: 'ana', msg: 'not sent: too many' },
  ]);
  expect(said.join()).not.toContain(US.slice(2));
});

test('where nobody can count, each worker does by itself: the reminder comes, and the brake holds', async () => {
  const { limiter } = await worker('postgres://nobody@127.0.0.1:1/nothing');
  const lost = { limiter, log: createLog({ level: 'silent', process: 'test' }) };
  expect(await sendMany(3, 'ana', US, 'whatsapp', lost)).toEqual([true, true, false]);
});

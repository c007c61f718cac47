// Limits in PostgreSQL: exact for many clients of many processes, by the database's clock, and sane when it is away.
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import type { Limiter, Verdict } from '../../../src/kernel/rate-limit.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { countAllowed, openLimiterProcess, takeAtOnce, type LimiterProcess } from '../../harness/limiters.ts';

/** By the day, so that nothing fills up while a test runs, however long that takes. */
const CHANGES =
  'chat=50/day,crud=50/day,code=3/day,code-country=10/day,spec=5/day,spec-all=12/day,sign-in-account=10/day';

const stack = new AsyncDisposableStack();
let database: TestDatabase;
let admin: pg.Client;
let processes: LimiterProcess[];
let limiters: Limiter[];
let limiter: Limiter;
beforeAll(async () => {
  database = await freshDatabase();
  stack.defer(() => database.drop());
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  stack.defer(() => admin.end());
  processes = await Promise.all(
    [1, 2, 3].map(() => openLimiterProcess({ databaseUrl: database.apiUrl, changes: CHANGES }, stack)),
  );
  limiters = processes.map((one) => one.limiter);
  limiter = limiters[0]!;
});
afterAll(() => stack.disposeAsync());

test('64 clients of three processes get exactly what one bucket holds', async () => {
  const verdicts = await takeAtOnce(limiters, { clients: 64, takesEach: 5, group: 'chat', who: () => 'ana' });
  expect(verdicts).toHaveLength(320);
  expect(countAllowed(verdicts)).toBe(50);
  // And were told so, each in turn.
  const left = verdicts.flatMap(({ verdict }) => (verdict.allowed ? verdict.policies[0]!.remaining : []));
  expect(left.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test('on credit three processes let through what one bucket holds, and at most a slice each beside it', async () => {
  const verdicts = await takeAtOnce(limiters, { clients: 64, takesEach: 5, group: 'crud', who: () => 'eva' });
  expect(countAllowed(verdicts)).toBeGreaterThanOrEqual(50);
  expect(countAllowed(verdicts)).toBeLessThanOrEqual(50 + 3 * 5);
  // Who is refused waits until the debt is filled up, and is told so.
  const refused = await limiter.take('crud', 'eva');
  expect(refused).toMatchObject({ allowed: false, policies: [{ remaining: 0 }] });
  const overdrawn = countAllowed(verdicts) - 50;
  expect(refused.retryAfterSeconds).toEqual(about((overdrawn + 1) * 1728));
});

test('what a process let through is counted when it ends, and what one does not know it is told', async () => {
  const setting = { databaseUrl: database.apiUrl, changes: CHANGES };
  const first = await openLimiterProcess(setting, stack);
  for (let i = 0; i < 4; i++)
    expect((await first.limiter.take('crud', 'hal')).policies[0]!.remaining).toBe(49 - i);
  await first.limiter.close();
  const second = await openLimiterProcess(setting, stack);
  expect((await second.limiter.take('crud', 'hal')).policies).toMatchObject([{ remaining: 45 }]);
});

test('a debt is let go where it is more than a whole bucket', async () => {
  const settle = `select * from settle_tokens('{debt}', '{1000000000}', '{5000000000}', $1, $2)`;
  const { rows } = await admin.query(settle, [[0], [7]]);
  expect(rows).toEqual([{ given: 5, full_in: '5000000000' }]);
  const indebted = await admin.query<{ given: number; full_in: string }>(settle, [[100], [1]]);
  expect(indebted.rows).toEqual([{ given: 0, full_in: '10000000000' }]);
  await admin.query(`delete from rate_limit_buckets where key = 'debt'`);
});

test('everybody has a bucket of their own', async () => {
  const verdicts = await takeAtOnce(limiters, {
    clients: 64,
    takesEach: 5,
    group: 'code',
    who: (client) => `one of sixteen ${client % 16}`,
  });
  expect(countAllowed(verdicts)).toBe(16 * 3);
});

test('where two buckets must allow, neither gives more than it holds, and a refusal by one takes nothing from the other', async () => {
  const verdicts = await takeAtOnce(limiters, { clients: 64, takesEach: 3, group: 'spec', who: oneOfFour });
  expect(countAllowed(verdicts)).toBe(12);

  await admin.query(`delete from rate_limit_buckets where key = 'spec-all'`);
  for (let person = 0; person < 4; person++) {
    const had = verdicts.filter((one) => one.who === oneOfFour(person) && one.verdict.allowed).length;
    expect(had).toBeLessThanOrEqual(5);
    const { policies } = await limiter.take('spec', oneOfFour(person));
    expect(policies[0]).toMatchObject({ limit: 'spec', remaining: Math.max(0, 5 - had - 1) });
  }
});

test('a bucket fills evenly, by the clock of the database', async () => {
  for (let i = 0; i < 50; i++) await limiter.take('chat', 'ben');
  expect(await limiter.take('chat', 'ben')).toEqual({
    allowed: false,
    policies: [
      { limit: 'chat', capacity: 50, windowSeconds: 86_400, remaining: 0, nextInSeconds: about(1728) },
    ],
    retryAfterSeconds: about(1728),
  });

  // Each token takes 1728 s: 10 of them, and the half of one.
  await pass('18144 seconds');
  const verdicts = await takeAtOnce(limiters, { clients: 20, takesEach: 1, group: 'chat', who: () => 'ben' });
  expect(countAllowed(verdicts)).toBe(10);
  expect((await limiter.take('chat', 'ben')).retryAfterSeconds).toEqual(about(864));

  await pass('3 days');
  expect((await limiter.take('chat', 'ben')).policies).toMatchObject([
    { remaining: 49, nextInSeconds: 1728 },
  ]);
});

test('a clock that is set back, or a limit that was lowered, empties a bucket and no more', async () => {
  await limiter.take('code', 'chloe');
  await pass('-1 year');
  expect(await limiter.take('code', 'chloe')).toMatchObject({ allowed: false, retryAfterSeconds: 28_800 });
  await pass('1 year');
});

test('a refusal writes nothing', async () => {
  for (let i = 0; i < 3; i++) await limiter.take('code', 'dora');
  const versions = 'select key, xmin, ctid from rate_limit_buckets order by key';
  const before = (await admin.query(versions)).rows;
  expect((await limiter.take('code', 'dora')).allowed).toBe(false);
  expect((await admin.query(versions)).rows).toEqual(before);
});

test('what is given back is there again, and no more than that', async () => {
  for (let i = 0; i < 3; i++) await limiter.take('code', 'gil');
  await Promise.all(limiters.map((each) => each.giveBack(['code'], 'gil')));
  for (let i = 0; i < 2; i++) await limiter.giveBack(['code'], 'gil');
  const verdicts = await takeAtOnce(limiters, { clients: 6, takesEach: 1, group: 'code', who: () => 'gil' });
  expect(countAllowed(verdicts)).toBe(3);
});

test('newcomers take their part of a limit, and leave the rest to others', async () => {
  const newcomers = [];
  for (let i = 0; i < 12; i++) newcomers.push(await takeCodeTo('IS', true));
  expect(newcomers.filter(({ allowed }) => allowed)).toHaveLength(8);
  const others = [];
  for (let i = 0; i < 4; i++) others.push(await takeCodeTo('IS', false));
  expect(others.map(({ allowed }) => allowed)).toEqual([true, true, false, false]);
});

test('who has come cannot be read out of the buckets', async () => {
  await limiter.take('sign-in-account', 'eva@example.com');
  const { rows } = await admin.query<{ key: string }>('select key from rate_limit_buckets');
  const keys = rows.map(({ key }) => key);
  expect(keys.filter((key) => !/^((code|spec)-all|[a-z-]+:[\w-]{22})(:newcomers)?$/.test(key))).toEqual([]);
  expect(keys.join(' ')).not.toContain('eva');
});

test('many buckets, in whatever order processes meet them: nobody waits for ever, nobody is lost', async () => {
  const runs = Array.from({ length: 64 }, (_, client) =>
    takeAtOnce(limiters, {
      clients: 4,
      takesEach: 4,
      group: client % 2 === 0 ? 'spec' : 'crud',
      who: (i) => `crowd ${(client * 7 + i * 5) % 23}`,
    }),
  );
  const verdicts = (await Promise.all(runs)).flat();
  expect(verdicts).toHaveLength(64 * 16);
  expect(processes.flatMap(({ said }) => said)).toEqual([]);
});

test('nobody reaches the buckets but through their function', async () => {
  const [api, worker] = await Promise.all(
    [database.apiUrl, database.workerUrl].map(async (connectionString) => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      stack.defer(() => client.end());
      return client;
    }),
  );
  const refused = { code: '42501' };
  await expect(api!.query('select from rate_limit_buckets')).rejects.toMatchObject(refused);
  await expect(api!.query('delete from rate_limit_buckets')).rejects.toMatchObject(refused);
  const take = `select * from take_tokens('{x}', '{1}', '{1}', '{{1}}')`;
  await expect(worker!.query('select from rate_limit_buckets')).rejects.toMatchObject(refused);
  for (const login of [api!, worker!])
    expect((await login.query(take)).rows).toEqual([{ allowed: true, full_in: ['1'] }]);
});

test('without a database a process counts cheap requests by itself, and lets no costly one pass', async () => {
  const lost = await openLimiterProcess(
    { databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', changes: CHANGES },
    stack,
  );
  const verdicts = await takeAtOnce([lost.limiter], {
    clients: 64,
    takesEach: 2,
    group: 'crud',
    who: () => 'ana',
  });
  expect(countAllowed(verdicts)).toBe(50);
  for (const group of ['code', 'chat', 'agent', 'spec', 'sign-in', 'sign-in-account'] as const)
    await expect(lost.limiter.take(group, 'ana')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  // Once, not for each request.
  expect(lost.said).toEqual(['warn postgres']);
});

test('a database that comes back counts again', async () => {
  const { limiter, said } = await openLimiterProcess(
    { databaseUrl: database.apiUrl, changes: CHANGES },
    stack,
  );
  await limiter.take('code', 'fay');
  await admin.query('alter function take_tokens rename to take_nothing');
  await expect(limiter.take('code', 'fay')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await admin.query('alter function take_nothing rename to take_tokens');
  expect((await limiter.take('code', 'fay')).policies).toMatchObject([{ remaining: 1 }]);
  expect(said).toEqual(['warn postgres', 'info postgres']);
});

let codes = 0;
/** To a number and by a person that nobody else asks for. */
function takeCodeTo(country: string, isNewcomer: boolean): Promise<Verdict> {
  const own = `nobody else ${codes++}`;
  const callers = {
    'code-person': own,
    'code-pair': own,
    'code-address': own,
    'code-network': own,
    'code-number': own,
    'code-prefix': own,
    'code-country': country,
  };
  return limiter.take('code-sent', callers, { isNewcomer });
}

/** Some of it went by during the test. */
const about = (seconds: number): unknown => expect.closeTo(seconds, -2);

const oneOfFour = (client: number): string => `person ${client % 4}`;

/** As if so much time had gone by. */
const pass = (interval: string) =>
  admin.query('update rate_limit_buckets set full_at = full_at - $1::interval', [interval]);

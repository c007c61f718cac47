// Limits in Redis: as exact as in PostgreSQL, and no request suffers when Redis stops, hangs or is not there yet.
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { freePort } from '../../../src/dev/port.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import {
  countAllowed,
  openLimiterProcess,
  takeAtOnce,
  type LimiterProcess,
  type LimiterSetting,
} from '../../harness/limiters.ts';
import { findRedis, startRedis, startValve, type RedisServer } from '../../harness/redis.ts';

/** By the day, so that nothing fills up while a test runs, however long that takes. */
const CHANGES = 'chat=50/day,crud=50/day,code=3/day,spec=5/day,spec-all=12/day';

/** Some of it went by during the test. */
const about = (seconds: number): unknown => expect.closeTo(seconds, -2);
const oneOfFour = (client: number): string => `person ${client % 4}`;

const found = await findRedis();
const why = 'missing' in found ? ` (skipped: ${found.missing})` : '';

describe.skipIf('missing' in found)(`buckets in Redis${why}`, () => {
  const stack = new AsyncDisposableStack();
  let database: TestDatabase;
  let admin: pg.Client;
  let server: RedisServer;
  beforeAll(async () => {
    database = await freshDatabase();
    stack.defer(() => database.drop());
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    stack.defer(() => admin.end());
    server = await startRedis('command' in found ? found.command : '');
    stack.defer(() => server.stop());
  });
  afterAll(() => stack.disposeAsync());

  const open = (options: Partial<LimiterSetting> = {}): Promise<LimiterProcess> =>
    openLimiterProcess(
      { databaseUrl: database.apiUrl, redisUrl: server.url, changes: CHANGES, ...options },
      stack,
    );

  test('64 clients of three processes get exactly what one bucket holds, and PostgreSQL hears nothing of it', async () => {
    const limiters = (await Promise.all([open(), open(), open()])).map(({ limiter }) => limiter);
    const verdicts = await takeAtOnce(limiters, {
      clients: 64,
      takesEach: 5,
      group: 'chat',
      who: () => 'ana',
    });
    expect(countAllowed(verdicts)).toBe(50);
    const left = verdicts.flatMap(({ verdict }) => (verdict.allowed ? verdict.policies[0]!.remaining : []));
    expect(left.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(await rowsInPostgres()).toBe(0);
  });

  test('on credit three processes let through what one bucket holds, and at most a slice each beside it', async () => {
    const limiters = (await Promise.all([open(), open(), open()])).map(({ limiter }) => limiter);
    const verdicts = await takeAtOnce(limiters, {
      clients: 64,
      takesEach: 5,
      group: 'crud',
      who: () => 'hal',
    });
    expect(countAllowed(verdicts)).toBeGreaterThanOrEqual(50);
    expect(countAllowed(verdicts)).toBeLessThanOrEqual(50 + 3 * 5);
    const refused = await limiters[0]!.take('crud', 'hal');
    expect(refused.retryAfterSeconds).toEqual(about((countAllowed(verdicts) - 50 + 1) * 1728));
    expect(await rowsInPostgres()).toBe(0);
  });

  test('where two buckets must allow, a refusal by one takes nothing from the other', async () => {
    const { limiter } = await open();
    const verdicts = await takeAtOnce([limiter], {
      clients: 64,
      takesEach: 3,
      group: 'spec',
      who: oneOfFour,
    });
    expect(countAllowed(verdicts)).toBe(12);
    await withRedis((redis) => redis.del('flux:rate:spec-all'));
    for (let person = 0; person < 4; person++) {
      const had = verdicts.filter((one) => one.who === oneOfFour(person) && one.verdict.allowed).length;
      const { policies } = await limiter.take('spec', oneOfFour(person));
      expect(policies[0]).toMatchObject({ remaining: Math.max(0, 5 - had - 1) });
    }
  });

  test('a bucket fills evenly, by the clock of Redis; a full one is gone, and nobody can be read out of a key', async () => {
    const { limiter } = await open();
    for (let i = 0; i < 3; i++) await limiter.take('code', 'ben@example.com');
    expect(await limiter.take('code', 'ben@example.com')).toEqual({
      allowed: false,
      policies: [
        { limit: 'code', capacity: 3, windowSeconds: 86_400, remaining: 0, nextInSeconds: about(28_800) },
      ],
      retryAfterSeconds: about(28_800),
    });
    await withRedis(async (redis) => {
      const keys = await redis.keys('*');
      expect(keys.filter((key) => !/^flux:rate:(spec-all|[a-z-]+:[\w-]{22})$/.test(key))).toEqual([]);
      const [key] = keys.filter((one) => one.startsWith('flux:rate:code:'));
      expect(await redis.pttl(key!)).toBeGreaterThan(86_300_000);
      expect(await redis.pttl(key!)).toBeLessThanOrEqual(86_400_000);

      // As if ten hours had gone by: one token takes eight.
      const fullAtMicros = Number(await redis.get(key!));
      await redis.set(key!, fullAtMicros - 36_000 * 1_000_000);
      expect((await limiter.take('code', 'ben@example.com')).allowed).toBe(true);
      expect(await limiter.take('code', 'ben@example.com')).toMatchObject({
        allowed: false,
        retryAfterSeconds: about(21_600),
      });
      // And as if the clock had been set back by a year.
      await redis.set(key!, fullAtMicros + 365 * 86_400 * 1_000_000);
      expect(await limiter.take('code', 'ben@example.com')).toMatchObject({
        allowed: false,
        retryAfterSeconds: 28_800,
      });
    });
  });

  test('what is given back is there again, and no more than that', async () => {
    const { limiter } = await open();
    for (let i = 0; i < 3; i++) await limiter.take('code', 'gil');
    for (let i = 0; i < 5; i++) await limiter.giveBack(['code'], 'gil');
    const verdicts = await takeAtOnce([limiter], {
      clients: 6,
      takesEach: 1,
      group: 'code',
      who: () => 'gil',
    });
    expect(countAllowed(verdicts)).toBe(3);
  });

  test('Redis stops in the middle: PostgreSQL counts at once; Redis returns: it counts again', async () => {
    const { limiter, said } = await open();
    for (let i = 0; i < 3; i++) await limiter.take('code', 'chloe');
    const before = await rowsInPostgres();

    await server.stop();
    const meanwhile = [
      ...(await takeAtOnce([limiter], { clients: 64, takesEach: 2, group: 'crud', who: () => 'chloe' })),
      ...(await takeAtOnce([limiter], { clients: 64, takesEach: 2, group: 'code', who: () => 'chloe' })),
    ];
    // The one whole bucket more that a change of store can cost.
    expect(countAllowed(meanwhile)).toBe(50 + 3);
    expect(await rowsInPostgres()).toBe(before + 2);
    expect(said).toEqual(['warn redis']);

    await server.start();
    await expect.poll(async () => (await limiter.take('crud', 'chloe')) && said.at(-1)).toBe('info redis');
    expect(said).toEqual(['warn redis', 'info redis']);
    expect(await limiter.take('code', 'chloe')).toMatchObject({
      allowed: true,
      policies: [{ remaining: 2 }],
    });
  });

  test('Redis hangs: requests go on, and it is used again when it answers', async () => {
    const valve = await startValve(server);
    stack.defer(() => valve.close());
    const { limiter, said } = await open({ redisUrl: valve.url, redisTimeoutMs: 50 });
    valve.shut();
    const verdicts = await takeAtOnce([limiter], {
      clients: 64,
      takesEach: 1,
      group: 'crud',
      who: () => 'dora',
    });
    expect(countAllowed(verdicts)).toBe(50);
    expect(said).toEqual(['warn redis']);
    valve.open();
    await expect.poll(async () => (await limiter.take('crud', 'dora')) && said.at(-1)).toBe('info redis');
  });

  test('both stores are away: cheap requests are counted by the process, costly ones refused', async () => {
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    const { limiter, said } = await open({
      redisUrl: nowhere,
      databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing',
    });
    const cheap = await takeAtOnce([limiter], { clients: 64, takesEach: 2, group: 'crud', who: () => 'eva' });
    expect(countAllowed(cheap)).toBe(50);
    await expect(limiter.take('code', 'eva')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(said).toEqual(['warn redis', 'warn postgres']);
  });

  test('a Redis that is not there yet, or does not answer, holds up no start', async () => {
    const valve = await startValve(server);
    stack.defer(() => valve.close());
    valve.shut();
    for (const redisUrl of [`redis://127.0.0.1:${await freePort()}`, valve.url]) {
      const { limiter } = await open({ redisUrl, redisTimeoutMs: 50 });
      const who = (): string => redisUrl;
      const verdicts = await takeAtOnce([limiter], { clients: 8, takesEach: 1, group: 'code', who });
      expect(countAllowed(verdicts)).toBe(3);
    }
  });

  async function rowsInPostgres(): Promise<number> {
    const { rows } = await admin.query('select count(*)::int as count from rate_limit_buckets');
    return (rows[0] as { count: number }).count;
  }

  async function withRedis(work: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = new Redis(server.url);
    try {
      await work(redis);
    } finally {
      redis.disconnect();
    }
  }
});

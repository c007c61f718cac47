// The meter on a real database: a row for each call whatever became of it, and sums that are the provider's bill.
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call, Permit } from '../../../src/llm/meter.ts';
import type { Usage } from '../../../src/llm/model.ts';
import { openDatabase } from '../../../src/db.ts';
import { queryAsLogin } from '../../../src/kernel/sql.ts';
import { openCountedLine } from '../../harness/counted-line.ts';
import { ended, intended, limits, MICRO, openScene, usageOf, type Scene } from './scene.ts';
import { NO_LIMITS } from './no-limits.ts';
import { openWay } from './open-way.ts';

const stack = new AsyncDisposableStack();
let scene: Scene;
beforeAll(async () => {
  scene = await openScene(stack);
});
afterAll(() => stack.disposeAsync());

const callsOf = (userId: string) =>
  scene.rows('select * from llm_call_events where user_id = $1 order by created_at, id', userId);
const spentBy = async (userId: string) => {
  const [row] = await scene.rows<{ spent: string }>(
    'select coalesce(sum(spent_nanos), 0) as spent from llm_spendings where user_id = $1 and goal_id is null',
    userId,
  );
  return Number(row!.spent);
};

test('a call is a row from its reservation on, and has all that is known of it once it is settled', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  const about = { conversationId: randomUUID(), messageId: randomUUID(), goalId: await scene.goalOf(ana) };
  const what = intended(ana, 900, { about });
  const permit = await meter.reserve(what);
  const [open] = await callsOf(ana.userId);
  expect(open).toMatchObject({
    org_id: ana.orgId,
    conversation_id: about.conversationId,
    message_id: about.messageId,
    goal_id: about.goalId,
    workflow_id: 'chat/one',
    agent: 'orchestrator',
    prompt_version: 3,
    tier: 'fast',
    provider: 'openai',
    model: 'plain',
    reserved_nanos: String(900 * MICRO),
    outcome: null,
    settled_at: null,
    cost_nanos: null,
  });
  await meter.settle(
    ended(
      what,
      permit,
      usageOf(500, {
        cachedInputTokens: 200,
        cacheWriteTokens: { short: 30, long: 20 },
        outputTokens: 100,
        reasoningTokens: 60,
      }),
      { requestId: 'req_1', servedBy: 'plain-2026-01-01', isEstimated: true, outcome: 'unusable' },
    ),
  );
  expect(await callsOf(ana.userId)).toMatchObject([
    {
      id: open!['id'],
      settled_at: expect.any(Date),
      outcome: 'unusable',
      served_by: 'plain-2026-01-01',
      request_id: 'req_1',
      input_tokens: 500,
      cached_input_tokens: 200,
      cache_write_short_tokens: 30,
      cache_write_long_tokens: 20,
      output_tokens: 100,
      reasoning_tokens: 60,
      latency_ms: 12,
      is_estimated: true,
      cost_nanos: '600000',
      counted_nanos: '600000',
      credit_thousandths: '600',
    },
  ]);
  expect(await spentBy(ana.userId)).toBe(600 * MICRO);
});

test('no column of it can hold a word of a person', async () => {
  const columns = await scene.rows<{ column_name: string }>(
    `select column_name from information_schema.columns where table_name like 'llm_%' and data_type in ('text', 'jsonb', 'json')`,
  );
  expect(new Set(columns.map(({ column_name }) => column_name))).toEqual(
    new Set(
      'month workflow_id agent tier provider model served_by request_id outcome reached_budget'.split(' '),
    ),
  );
});

test('the same settlement twice, also at once and with other figures, is one row and one cost', async () => {
  const [one, other] = [await scene.meter(NO_LIMITS), await scene.meter(NO_LIMITS)];
  const ana = await scene.person();
  const what = intended(ana, 900);
  const permit = await one.reserve(what);
  const call = ended(what, permit, usageOf(300), { requestId: 'req_same' });
  await Promise.all([one.settle(call), other.settle(call), one.settle(call), other.settle(call)]);
  await one.settle({ ...call, usage: usageOf(800), outcome: 'failed' });
  expect(await callsOf(ana.userId)).toMatchObject([{ outcome: 'answered', cost_nanos: '300000' }]);
  expect(await spentBy(ana.userId)).toBe(300 * MICRO);
});

test('two calls under one request id of the provider are both counted, and one keeps the id', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  const what = intended(ana, 900);
  for (let i = 0; i < 2; i++)
    await meter.settle(ended(what, await meter.reserve(what), usageOf(100), { requestId: 'always-1' }));
  const calls = await callsOf(ana.userId);
  expect(calls.map((call) => call['request_id'])).toEqual(['always-1', null]);
  expect(await spentBy(ana.userId)).toBe(200 * MICRO);
  // Another organisation's ids say nothing here.
  const ben = await scene.person();
  const theirs = intended(ben, 900);
  await meter.settle(ended(theirs, await meter.reserve(theirs), usageOf(1), { requestId: 'always-1' }));
  expect(await callsOf(ben.userId)).toMatchObject([{ request_id: 'always-1' }]);
});

test('what nobody knows the price of is unpriced and not free; what is told to be free is', async () => {
  const meter = await scene.meter(limits({ person: [null, 1_000_000] }));
  const ana = await scene.person();
  const settle = async (name: string) => {
    const what = intended(ana, 1000, { model: { name, provider: 'openai' } });
    await meter.settle(ended(what, await meter.reserve(what), usageOf(1000)));
  };
  await settle('unheard-of');
  await settle('ours');
  expect(await callsOf(ana.userId)).toMatchObject([
    // The dearest: 10 dollars for a million.
    { cost_nanos: null, counted_nanos: String(10_000 * MICRO), credit_thousandths: '10000' },
    { cost_nanos: '0', counted_nanos: '0', credit_thousandths: '0' },
  ]);
  expect(await spentBy(ana.userId)).toBe(10_000 * MICRO);
});

test('whatever a gateway says of itself and of its tokens, the call is a row', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  const what = intended(ana, 100);
  const odd = usageOf(Number.NaN, { cachedInputTokens: -3, outputTokens: 1e300, reportedMicros: 17.25 });
  await meter.settle(
    ended(what, await meter.reserve(what), odd, {
      servedBy: `\u0000model ${'x'.repeat(500)}`,
      requestId: '\u0000\ud800',
      latencyMs: Number.NaN,
    }),
  );
  expect(await callsOf(ana.userId)).toMatchObject([
    {
      outcome: 'answered',
      served_by: `model${'x'.repeat(195)}`,
      request_id: null,
      input_tokens: 0,
      output_tokens: 2_000_000_000,
      latency_ms: null,
      cost_nanos: '17250',
    },
  ]);
});

test('what nobody can estimate is not reserved, and not made', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  for (const tokens of [Number.NaN, Number.POSITIVE_INFINITY])
    expect((await meter.reserve(intended(ana, 10, { inputTokens: tokens }))).kind).toBe('builtin');
});

test('what is free is granted whatever is spent', async () => {
  const meter = await scene.meter(limits({ person: [0, 0] }));
  const ana = await scene.person();
  const free = { model: { name: 'ours', provider: 'openai' as const }, tier: 'strong' as const };
  expect((await meter.reserve(intended(ana, 1000, free))).kind).toBe('granted');
  expect((await meter.reserve(intended(ana, 1))).kind).toBe('builtin');
});

test('200 calls at once: the events are the bill to the nanodollar, whatever became of each', async () => {
  const meters = await Promise.all([1, 2, 3].map(() => scene.meter(NO_LIMITS)));
  const [ana, ben] = [await scene.person(), await scene.person()];
  const outcomes: Call['outcome'][] = ['answered', 'unusable', 'failed', 'cancelled'];
  // The far side's own book: dollars for a million tokens of gpt-6-luna as whole picodollars.
  let billPicos = 0n;
  await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const meter = meters[i % 3]!;
      const what = intended(i % 2 ? ana : ben, 5000, { model: { name: 'gpt-6-luna', provider: 'openai' } });
      const usage = usageOf(1000 + i * 7, {
        cachedInputTokens: i % 5 ? i * 3 : null,
        cacheWriteTokens: { short: i, long: 0 },
        outputTokens: i * 11,
        reasoningTokens: i,
      });
      const cached = usage.cachedInputTokens ?? 0;
      billPicos += BigInt(
        (usage.inputTokens - cached - i) * 100_000 +
          cached * 10_000 +
          i * 125_000 +
          usage.outputTokens * 500_000,
      );
      const outcome = outcomes[i % 4]!;
      const isEstimated = outcome === 'cancelled';
      const permit = await meter.reserve(what);
      await meter.settle(ended(what, permit, usage, { outcome, isEstimated, servedBy: null }));
    }),
  );
  const [sum] = await scene.rows(
    `select count(*)::int as calls, sum(cost_nanos)::text as nanos, count(*) filter (where is_estimated)::int as estimated
     from llm_call_events where user_id = any ($1)`,
    [ana.userId, ben.userId],
  );
  expect(billPicos % 1000n).toBe(0n);
  expect(sum).toEqual({ calls: 200, nanos: String(billPicos / 1000n), estimated: 50 });
  expect((await spentBy(ana.userId)) + (await spentBy(ben.userId))).toBe(Number(billPicos / 1000n));
});

test('a killed worker holds its reservation as long as its lease, and no longer', async () => {
  const allowances = limits({ person: [null, 1000] });
  const ana = await scene.person();
  const what = intended(ana, 1000);
  const child = execa('node', [
    'test/parts/usage/reserving-child.ts',
    scene.database.workerUrl,
    JSON.stringify(what),
    JSON.stringify(allowances),
  ]);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  expect(JSON.parse(String(line))).toMatchObject({ kind: 'granted' });
  child.kill('SIGKILL');
  await child.catch(() => undefined);

  const meter = await scene.meter(allowances);
  expect((await meter.reserve(what)).kind).toBe('builtin');
  const [lost] = await scene.rows<{ id: string; lease: number }>(
    `update llm_call_events set lease_until = clock_timestamp() where user_id = $1
     returning id, extract(epoch from lease_until - created_at)::int as lease`,
    ana.userId,
  );
  const permit = await meter.reserve(what);
  expect(permit.kind).toBe('granted');
  // Its row stays, without an outcome: nobody knows what became of the call.
  expect((await callsOf(ana.userId)).map(({ id, outcome }) => ({ id, outcome }))).toContainEqual({
    id: lost!.id,
    outcome: null,
  });
  // It was slow and not dead: what it knows still counts, though its lease is over.
  await meter.settle(ended(what, { kind: 'granted', reservationId: lost!.id }, usageOf(400)));
  await meter.settle(ended(what, permit, usageOf(1000)));
  expect(await spentBy(ana.userId)).toBe(1400 * MICRO);
});

test('a lease is two minutes by the clock of the database', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  await meter.reserve(intended(ana, 10));
  const [call] = await scene.rows(
    'select round(extract(epoch from lease_until - created_at))::int as seconds from llm_call_events where user_id = $1',
    ana.userId,
  );
  expect(call).toEqual({ seconds: 120 });
});

test('one round trip before a call, and one after it', async () => {
  const line = await openCountedLine(scene.database.workerUrl);
  stack.defer(() => line.stop());
  const meter = await scene.meter(
    limits({ organisation: [1, 90_000], person: [1, 90_000], goal: [1, 90_000] }),
    line,
  );
  const ana = await scene.person();
  const what = intended(ana, 100, { about: { goalId: await scene.goalOf(ana) } });
  // Connections are opened, and statements prepared.
  await meter.settle(ended(what, await meter.reserve(what), usageOf(50)));
  let permit: Awaited<ReturnType<typeof meter.reserve>> = { kind: 'builtin' };
  const before = await line.countRoundTrips(async () => {
    permit = await meter.reserve(what);
  });
  const after = await line.countRoundTrips(() => meter.settle(ended(what, permit, usageOf(50))));
  expect(before).toEqual([{ sent: ['reserve_llm_call'], statements: 1 }]);
  expect(after).toEqual([{ sent: ['settle_llm_call'], statements: 1 }]);
});

test('with the database away nothing that costs is permitted, and what a call cost is written once it is back', async () => {
  const way = await openWay(scene.database.workerUrl);
  stack.defer(() => way.close());
  const meter = await scene.meter(NO_LIMITS, way);
  const ana = await scene.person();
  const what = intended(ana, 1000);
  const permit = await meter.reserve(what);
  expect(permit.kind).toBe('granted');
  await way.close();
  scene.said.length = 0;
  await meter.settle(ended(what, permit, usageOf(700)));
  expect((await meter.reserve(what)).kind).toBe('builtin');
  expect(scene.said.map(({ level, msg }) => [level, msg])).toEqual([
    ['error', 'a call could not be settled yet'],
    ['warn', 'nothing could be reserved: the builtin coach answers'],
  ]);
  expect(await spentBy(ana.userId)).toBe(0);
  await way.open();
  // By itself: nobody has to call for it.
  await expect.poll(() => spentBy(ana.userId)).toBe(700 * MICRO);
  expect((await meter.reserve(what)).kind).toBe('granted');
});

test('what one organisation waits for holds up no call of another, and is counted when it can be', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const [ana, ben] = [await scene.person(), await scene.person()];
  const whats = [1, 2, 3].map(() => intended(ana, 1000));
  const permits: Permit[] = [];
  for (const what of whats) permits.push(await meter.reserve(what));
  const holder = await scene.admin.connect();
  await holder.query('begin');
  await holder.query('select from llm_spendings where org_id = $1 for update', [ana.orgId]);
  await Promise.all(whats.map((what, i) => meter.settle(ended(what, permits[i]!, usageOf(500)))));
  const began = performance.now();
  for (let i = 0; i < 3; i++) {
    const what = intended(ben, 10);
    await meter.settle(ended(what, await meter.reserve(what), usageOf(10)));
  }
  expect(performance.now() - began).toBeLessThan(1900);
  expect([await spentBy(ana.userId), await spentBy(ben.userId)]).toEqual([0, 30 * MICRO]);
  await holder.query('rollback');
  holder.release();
  await expect.poll(() => spentBy(ana.userId)).toBe(1500 * MICRO);
});

test('a primary that only reads for a while, as after a failover, loses no settlement', async () => {
  const meter = await scene.meter(NO_LIMITS, { url: scene.database.workerUrl });
  const ana = await scene.person();
  const what = intended(ana, 1000);
  const permit = await meter.reserve(what);
  const name = new URL(scene.database.workerUrl).pathname.slice(1);
  const endConnections = () =>
    scene.rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'flux_worker'`);
  await scene.rows(`alter database "${name}" set default_transaction_read_only = on`);
  await endConnections();
  scene.said.length = 0;
  await meter.settle(ended(what, permit, usageOf(700)));
  expect(scene.said.at(-1)).toMatchObject({ msg: 'a call could not be settled yet', tokens_in: 700 });
  await scene.rows('set default_transaction_read_only = off').catch(() => undefined);
  const admin = await scene.admin.connect();
  await admin.query('set default_transaction_read_only = off');
  await admin.query(`alter database "${name}" reset default_transaction_read_only`);
  admin.release(true);
  await endConnections();
  await expect.poll(() => spentBy(ana.userId)).toBe(700 * MICRO);
});

test('whoever ends in order settles what waits, in its time; and ends in time where that cannot be', async () => {
  const way = await openWay(scene.database.workerUrl);
  stack.defer(() => way.close());
  const [meter, other] = [await scene.meter(NO_LIMITS, way), await scene.meter(NO_LIMITS, way)];
  const ana = await scene.person();
  const what = intended(ana, 1000);
  const permits = [await meter.reserve(what), await other.reserve(what)];
  await way.close();
  await meter.settle(ended(what, permits[0]!, usageOf(700)));
  await other.settle(ended(what, permits[1]!, usageOf(60)));
  scene.said.length = 0;
  await other.close(200);
  expect(scene.said).toMatchObject([{ msg: 'calls were left unsettled', calls: 1 }]);
  await way.open();
  await meter.close(10_000);
  expect(await spentBy(ana.userId)).toBe(700 * MICRO);
});

test.each<[string, object]>([
  ['a model that calls itself 7', { servedBy: 7, requestId: {} }],
  ['a model that calls itself an object', { servedBy: {}, requestId: ['x'] }],
  ['no usage', { usage: null }],
  ['a usage without its parts', { usage: {} }],
  ['tokens that are no numbers', { usage: usageOf('12' as never, { outputTokens: 5n as never }) }],
  ['a cost that is no number', { usage: usageOf(1, { reportedMicros: '5' as never }) }],
  ['a time that no column holds', { latencyMs: 1e300 }],
  ['an outcome that there is not', { outcome: 'odd' }],
])('%s: the call is settled', async (_what, odd) => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  const what = intended(ana, 100);
  await meter.settle(ended(what, await meter.reserve(what), usageOf(100), odd));
  expect(await callsOf(ana.userId)).toMatchObject([{ settled_at: expect.any(Date) }]);
});

test.each<[string, Usage, object]>([
  ['tokens', usageOf(9_007_199_254_740_991), { input_tokens: 0, output_tokens: 0 }],
  ['a cost', usageOf(900, { reportedMicros: 1e12 }), { input_tokens: 900 }],
])(
  '%s that nobody can believe count as what was reserved, marked, and use up no month',
  async (_what, usage, row) => {
    const meter = await scene.meter(limits({ organisation: [null, 5_000_000] }));
    const ana = await scene.person();
    const what = intended(ana, 1000);
    await meter.settle(ended(what, await meter.reserve(what), usage));
    const counted = {
      is_estimated: true,
      cost_nanos: '1000000',
      counted_nanos: '1000000',
      credit_thousandths: '1000',
    };
    expect(await callsOf(ana.userId)).toMatchObject([{ ...counted, ...row, outcome: 'answered' }]);
    expect((await meter.reserve(what)).kind).toBe('granted');
  },
);

test('a reservation that comes too late is given back, and no call is made of it', async () => {
  const orm = await openDatabase(scene.database.workerUrl, { poolSize: 1 });
  stack.defer(() => orm.close());
  const meter = await scene.meter(NO_LIMITS, { orm });
  const ana = await scene.person();
  const what = intended(ana, 1000);
  await meter.settle(ended(what, await meter.reserve(what), usageOf(5)));
  const holder = await scene.admin.connect();
  await holder.query('begin');
  await holder.query('select from llm_spendings where user_id = $1 for update', [ana.userId]);
  // The one connection is somebody else's for a second, and then it waits for a lock.
  const other = queryAsLogin(orm, { name: 'other', text: 'select pg_sleep(1)', values: [] });
  expect((await meter.reserve(what)).kind).toBe('builtin');
  await holder.query('rollback');
  holder.release();
  await other;
  const late = async () => (await callsOf(ana.userId))[1];
  const nothing = { outcome: 'cancelled', counted_nanos: '0', cost_nanos: '0', is_estimated: false };
  await expect.poll(late).toMatchObject({ ...nothing, settled_at: expect.any(Date) });
});

test('what PostgreSQL does not answer, without a word, is settled once it speaks again', async () => {
  const line = await openCountedLine(scene.database.workerUrl);
  stack.defer(() => line.stop());
  const meter = await scene.meter(NO_LIMITS, { url: line.url });
  const ana = await scene.person();
  const whats = [1, 2, 3].map(() => intended(ana, 1000));
  const permits = await Promise.all(whats.map((what) => meter.reserve(what)));
  const speakAgain = line.fallSilent();
  await Promise.all(whats.map((what, index) => meter.settle(ended(what, permits[index]!, usageOf(700)))));
  speakAgain();
  const counted = async () => (await callsOf(ana.userId)).map((call) => call['counted_nanos']);
  const each = String(700 * MICRO);
  await expect.poll(counted).toEqual([each, each, each]);
});

test('a count that nobody believes is what was reserved; what it is said to have cost stands', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  for (const reportedMicros of [null, 300]) {
    const what = intended(ana, 1000);
    const call = ended(what, await meter.reserve(what), usageOf(5, { reportedMicros }));
    await meter.settle({ ...call, isDisbelieved: true, isEstimated: true });
  }
  const rows = await callsOf(ana.userId);
  expect(rows.map((row) => [row['counted_nanos'], row['reserved_nanos'], row['is_estimated']])).toEqual([
    [rows[0]!['reserved_nanos'], rows[0]!['reserved_nanos'], true],
    [String(300 * MICRO), rows[1]!['reserved_nanos'], true],
  ]);
});

test('what is said to be free stays free, whatever its gateway calls it', async () => {
  const meter = await scene.meter(limits({ person: [null, 1000] }));
  const ana = await scene.person();
  for (let call = 0; call < 3; call++) {
    const what = intended(ana, 900, { model: { name: 'ours', provider: 'openai' } });
    const permit = await meter.reserve(what);
    expect(permit.kind).toBe('granted');
    await meter.settle({ ...ended(what, permit, usageOf(900)), servedBy: 'plain' });
  }
  expect((await callsOf(ana.userId)).map((call) => call['counted_nanos'])).toEqual(['0', '0', '0']);
});

test('a settlement without a reservation is said, and changes nothing', async () => {
  const meter = await scene.meter(NO_LIMITS);
  const ana = await scene.person();
  scene.said.length = 0;
  await meter.settle(ended(intended(ana, 1), { kind: 'granted', reservationId: randomUUID() }, usageOf(1)));
  expect(scene.said).toMatchObject([{ level: 'error', msg: 'a call without a reservation' }]);
  expect(await callsOf(ana.userId)).toEqual([]);
});

test('somebody who does not belong to the organisation, or no longer, gets nothing that costs', async () => {
  const meter = await scene.meter(NO_LIMITS);
  scene.said.length = 0;
  const [ana, ben] = [await scene.person(), await scene.person()];
  const removed = await scene.joining(ana.orgId);
  expect((await meter.reserve(intended(removed, 10))).kind).toBe('granted');
  await scene.rows('delete from members where org_id = $1 and user_id = $2', ana.orgId, removed.userId);
  for (const person of [removed, { orgId: ana.orgId, userId: ben.userId }])
    expect((await meter.reserve(intended(person, 10))).kind).toBe('builtin');
  expect(scene.said).toEqual([]);
});

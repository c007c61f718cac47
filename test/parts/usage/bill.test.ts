// Two hundred calls by the product's own way, and a provider that keeps its own bill: what is settled is that bill, and what is lost is said to be.
import { once } from 'node:events';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asPerson, type Person } from '../../../src/kernel/context.ts';
import { listCalls } from '../../../src/usage/list-calls.ts';
import { readStanding } from '../../../src/usage/read-standing.ts';
import { presentCall } from '../../../src/usage/usage-json.ts';
import { askVendor } from './ask-vendor.ts';
import { startBillingVendor, type BillingVendor, type Kind } from './billing-vendor.ts';
import { NO_LIMITS } from './no-limits.ts';
import { openWay } from './open-way.ts';
import { openScene, type Scene } from './scene.ts';

const stack = new AsyncDisposableStack();
let scene: Scene;
let vendor: BillingVendor;
beforeAll(async () => {
  scene = await openScene(stack);
  vendor = await startBillingVendor();
  stack.defer(() => vendor.close());
});
afterAll(() => stack.disposeAsync());

/** Those that break off are of the vendor that says at the beginning what went in. */
const ASKED: [kind: Kind, count: number, vendors: readonly ('openai' | 'anthropic')[]][] = [
  ['whole', 70, ['openai', 'anthropic']],
  ['streamed', 50, ['openai', 'anthropic']],
  ['aborted', 30, ['anthropic']],
  ['cut', 20, ['anthropic']],
  ['refused', 10, ['openai', 'anthropic']],
  // Each is asked three times.
  ['odd', 4, ['openai', 'anthropic']],
];
const AWAY = 8;
/** So many at once: a process with all of them at once has no time for a database that answers. */
const LANES = 16;

test('the events are the bill, whatever became of each call, its process and the database', async () => {
  const people = [await scene.person(), await scene.person(), await scene.person()];
  const meters = await Promise.all([1, 2, 3].map(() => scene.meter(NO_LIMITS)));
  const { origin } = vendor;
  const calls = ASKED.flatMap(([kind, count, vendors]) =>
    Array.from({ length: count }, (_, i) => () => {
      const [person, meter] = [people[i % 3]!, meters[(i + 1) % 3]!];
      return askVendor({ origin, person, meter }, vendors[i % vendors.length]!, kind).catch(String);
    }),
  );
  const all = await askWithoutDatabase(people[0]!);
  const lane = async () => {
    for (let call = calls.shift(); call; call = calls.shift()) all.push(await call());
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  expect(all.filter((one) => one !== 'CLARIFY')).toEqual(Array(30).fill('Error: the turn is ended'));

  const open = 'select count(*)::int as open from llm_call_events where settled_at is null';
  await expect.poll(() => scene.rows(open)).toEqual([{ open: 0 }]);
  const kinds = [...ASKED.map(([kind]) => kind), 'held' as const];
  expect(vendor.requestsOf(...kinds)).toBe(200);
  const [sum] = await scene.rows(
    `select count(*)::int as calls, sum(cost_nanos)::text as cost, count(*) filter (where is_estimated)::int as estimated,
       count(*) filter (where outcome = 'answered')::int as answered, count(*) filter (where outcome = 'cancelled')::int as cancelled,
       count(*) filter (where outcome = 'failed')::int as failed, count(*) filter (where outcome = 'unusable')::int as unusable
     from llm_call_events`,
  );
  expect(sum).toEqual({
    calls: 200,
    cost: String(vendor.billOf(...kinds) / 1000n),
    estimated: 50,
    answered: 70 + 50 + AWAY,
    cancelled: 30,
    failed: 20 + 10,
    unusable: 12,
  });
  const spent = await scene.rows(
    'select sum(spent_nanos)::text as spent from llm_spendings where user_id is null',
  );
  expect(spent).toEqual([{ spent: sum!['cost'] }]);
});

/** The database is gone while the provider answers: the person has their answer all the same. */
async function askWithoutDatabase(person: Person): Promise<string[]> {
  const way = await openWay(scene.database.workerUrl);
  stack.defer(() => way.close());
  const meter = await scene.meter(NO_LIMITS, way);
  const asking = Array.from({ length: AWAY }, (_, i) =>
    askVendor({ origin: vendor.origin, person, meter }, i % 2 ? 'openai' : 'anthropic', 'held'),
  );
  const answer = await vendor.holding(AWAY);
  await way.close();
  answer();
  const answered = await Promise.all(asking);
  await way.open();
  return answered;
}

test.each([
  ['before the provider is asked', 'reserved', 0],
  ['between its answer and the settlement', 'answered', 4],
])(
  'killed %s, calls are lost and said to be, and what was reserved is there again',
  async (_when, point, asked) => {
    const ana = await scene.person();
    const before = vendor.requestsOf('lost');
    const child = execa('node', [
      'test/parts/usage/asking-child.ts',
      scene.database.workerUrl,
      vendor.origin,
      JSON.stringify(ana),
      point,
      '4',
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await child.catch(() => undefined);
    expect(vendor.requestsOf('lost') - before).toBe(asked);
    const meter = await scene.meter(NO_LIMITS);
    expect(await seen(ana)).toEqual({
      outcomes: ['open', 'open', 'open', 'open'],
      isReserved: true,
      spent: 0,
    });
    await scene.rows(
      'update llm_call_events set lease_until = clock_timestamp() where user_id = $1',
      ana.userId,
    );
    expect(await seen(ana)).toEqual({
      outcomes: ['lost', 'lost', 'lost', 'lost'],
      isReserved: false,
      spent: 0,
    });
    expect(await askVendor({ origin: vendor.origin, person: ana, meter }, 'openai', 'whole')).toBe('CLARIFY');
  },
);

const seen = (person: Person) =>
  asPerson(scene.store, { ...person, via: 'rest' }, async (ctx) => {
    const { calls } = await listCalls(ctx, { limit: 10, after: null });
    const standing = await readStanding(ctx, NO_LIMITS);
    const { reserved, spent } = standing.find(({ budget }) => budget === 'member')!;
    const outcomes = calls.map((call) => presentCall(call, new Date()).outcome);
    return { outcomes, isReserved: reserved! > 0, spent };
  });

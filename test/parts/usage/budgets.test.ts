// Budgets: exact however many ask at once, by the month of whoever's they are, and told once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withdrawGoal } from '../../../src/goals/withdraw-request.ts';
import { asPerson, type Person } from '../../../src/kernel/context.ts';
import type { Meter, Permit } from '../../../src/llm/meter.ts';
import { localDayOf } from '../../../src/kernel/time.ts';
import { countKinds, ended, intended, limits, MICRO, openScene, usageOf, type Scene } from './scene.ts';
import { NO_LIMITS } from './no-limits.ts';

const stack = new AsyncDisposableStack();
let scene: Scene;
beforeAll(async () => {
  scene = await openScene(stack);
});
afterAll(() => stack.disposeAsync());
beforeEach(() => {
  scene.told.length = 0;
});

const atOnce = (count: number, ask: (i: number) => Promise<Permit>): Promise<Permit[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => ask(i)));

const crossings = () =>
  scene.told.map(({ fact }) => (fact.kind === 'budget_crossed' ? `${fact.budget} ${fact.level}` : fact.kind));

async function spend(meter: Meter, person: Person, micros: number, goalId?: string): Promise<Permit['kind']> {
  const what = intended(person, micros, goalId === undefined ? {} : { about: { goalId } });
  const permit = await meter.reserve(what);
  if (permit.kind === 'granted') await meter.settle(ended(what, permit, usageOf(micros)));
  return permit.kind;
}

describe.each([
  ['a person', 1, { person: [null, 50_000] as [null, number] }],
  ['an organisation of six', 6, { organisation: [null, 50_000] as [null, number] }],
])('200 calls at once against a budget for 50 of %s', (_whose, count, budget) => {
  /** In one organisation. */
  async function team(): Promise<Person[]> {
    const owner = await scene.person();
    const others = await Promise.all(Array.from({ length: count - 1 }, () => scene.joining(owner.orgId)));
    return [owner, ...others];
  }

  test('50 are admitted, whichever worker they come to; the rest is for the builtin coach', async () => {
    const meters = await Promise.all([1, 2, 3, 4].map(() => scene.meter(limits(budget))));
    const people = await team();
    const permits = await atOnce(200, (i) => meters[i % 4]!.reserve(intended(people[i % count]!, 1000)));
    expect(countKinds(permits)).toEqual({ granted: 50, fast: 0, builtin: 150 });
    // Nothing is spent yet: it may still fit.
    expect(crossings()).toEqual([]);
  });

  test('what was reserved and not used is there again, and never more than that is spent', async () => {
    const meters = await Promise.all([1, 2, 3, 4].map(() => scene.meter(limits(budget))));
    const people = await team();
    const ask = async (i: number) => {
      const what = intended(people[i % count]!, 1000);
      const permit = await meters[i % 4]!.reserve(what);
      if (permit.kind === 'granted') await meters[(i + 1) % 4]!.settle(ended(what, permit, usageOf(500)));
      return permit;
    };
    const admitted: Permit[] = [];
    for (let i = 0; i < 3; i++) admitted.push(...(await atOnce(60, ask)));
    const { granted } = countKinds(admitted);
    const [sum] = await scene.rows(
      'select sum(cost_nanos)::bigint::text as nanos from llm_call_events where org_id = $1',
      people[0]!.orgId,
    );
    expect(sum).toEqual({ nanos: String(granted * 500 * MICRO) });
    expect(granted).toBeGreaterThan(50);
    expect(granted).toBeLessThanOrEqual(100);
  });
});

test('strong calls that do not fit are for the fast tier, as long as anything is left', async () => {
  const meter = await scene.meter(limits({ person: [null, 10_000] }));
  const ana = await scene.person();
  const strong = (micros: number) => meter.reserve(intended(ana, micros, { tier: 'strong' }));
  expect((await strong(9000)).kind).toBe('granted');
  expect((await strong(2000)).kind).toBe('fast');
  expect((await meter.reserve(intended(ana, 1000))).kind).toBe('granted');
  expect((await strong(1)).kind).toBe('builtin');
});

test('from the soft limit on the fast tier answers, up to the hard one', async () => {
  const meter = await scene.meter(limits({ person: [3000, 5000] }));
  const ana = await scene.person();
  const strong = () => meter.reserve(intended(ana, 1000, { tier: 'strong' }));
  for (let i = 0; i < 3; i++) {
    const what = intended(ana, 1000, { tier: 'strong' });
    await meter.settle(ended(what, await meter.reserve(what), usageOf(1000)));
  }
  expect((await strong()).kind).toBe('fast');
  expect(await spend(meter, ana, 1000)).toBe('granted');
  expect(await spend(meter, ana, 1000)).toBe('granted');
  expect([(await strong()).kind, await spend(meter, ana, 1)]).toEqual(['builtin', 'builtin']);
});

test('80 and 100 per cent are told once each, by whichever calls and workers', async () => {
  const allowances = limits({ organisation: [null, 10_000], person: [null, 100_000] });
  const meters = await Promise.all([1, 2].map(() => scene.meter(allowances)));
  const ana = await scene.person();
  for (let i = 0; i < 7; i++) await spend(meters[i % 2]!, ana, 1000);
  expect(crossings()).toEqual([]);
  await spend(meters[0]!, ana, 1000);
  expect(crossings()).toEqual(['organisation 80']);
  expect(scene.told[0]).toMatchObject({
    person: ana,
    via: 'system',
    fact: { goalId: null, month: localDayOf(new Date(), 'UTC').slice(0, 7) },
  });
  await spend(meters[1]!, ana, 1000);
  // 9,000 are spent and 2,000 do not fit: that is the end of it.
  await Promise.all(meters.map((meter) => spend(meter, ana, 2000)));
  expect(crossings()).toEqual(['organisation 80', 'organisation 100']);
  await spend(meters[0]!, ana, 1000);
  expect(crossings()).toEqual(['organisation 80', 'organisation 100']);
});

test('one call that goes through both tells both; a goal is told by itself', async () => {
  const meter = await scene.meter(limits({ person: [null, 5000], goal: [null, 1000] }));
  const ana = await scene.person();
  const goalId = await scene.goalOf(ana);
  expect(await spend(meter, ana, 1000, goalId)).toBe('granted');
  expect(crossings()).toEqual(['goal 80', 'goal 100']);
  expect(scene.told.map(({ fact }) => fact)).toMatchObject([{ goalId }, { goalId }]);
  // The goal has none left, and its person has.
  expect([await spend(meter, ana, 10, goalId), await spend(meter, ana, 10)]).toEqual(['builtin', 'granted']);
});

test('what only the reservations of others forbid is no end of a budget', async () => {
  const meter = await scene.meter(limits({ person: [null, 1000] }));
  const ana = await scene.person();
  const what = intended(ana, 1000);
  const permit = await meter.reserve(what);
  expect((await meter.reserve(what)).kind).toBe('builtin');
  await meter.settle(ended(what, permit, usageOf(10)));
  expect(crossings()).toEqual([]);
  expect(await scene.rows('select reached_budget from llm_spendings where user_id = $1', ana.userId)).toEqual(
    [{ reached_budget: null }],
  );
});

test('what is one person’s and is held up, holds up nobody else of their organisation', async () => {
  const meter = await scene.meter(limits({ organisation: [null, 9000] }));
  const ana = await scene.person();
  const ben = await scene.joining(ana.orgId);
  const what = intended(ana, 100);
  const permit = await meter.reserve(what);
  const holder = await scene.admin.connect();
  await holder.query('begin');
  await holder.query('select from llm_spendings where user_id = $1 for update', [ana.userId]);
  const settling = meter.settle(ended(what, permit, usageOf(100)));
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await scene.rows(waiting)).length).toBe(1);
  expect((await meter.reserve(intended(ben, 100))).kind).toBe('granted');
  // It waits on: nobody had to give up.
  expect(await scene.rows(waiting)).toHaveLength(1);
  await holder.query('rollback');
  holder.release();
  await settling;
});

const setLimit = (person: Partial<Person> & { orgId: string }, hard: number, goalId?: string) =>
  scene.rows(
    'insert into llm_budgets (id, org_id, user_id, goal_id, hard_nanos) values (gen_random_uuid(), $1, $2, $3, $4)',
    person.orgId,
    person.userId ?? null,
    goalId ?? null,
    hard * MICRO,
  );

describe('limits that people set', () => {
  test('the lower one counts, of what was set and what the deployment allows', async () => {
    const meter = await scene.meter(limits({ organisation: [null, 2000], person: [null, 5000] }));
    const [ana, ben] = [await scene.person(), await scene.person()];
    await setLimit({ orgId: ana.orgId }, 9000);
    await setLimit(ben, 1000);
    expect([await spend(meter, ana, 2000), await spend(meter, ana, 1)]).toEqual(['granted', 'builtin']);
    expect([await spend(meter, ben, 1000), await spend(meter, ben, 1)]).toEqual(['granted', 'builtin']);
  });

  test('one of a goal does not keep it from being taken back', async () => {
    const ana = await scene.person();
    const goalId = await scene.goalOf(ana);
    await setLimit(ana, 100, goalId);
    const [goal] = await scene.rows<{ conversation_id: string }>(
      'select conversation_id from goals where id = $1',
      goalId,
    );
    const conversationId = goal!.conversation_id;
    const withdrawn = await asPerson(scene.store, { ...ana, via: 'rest' }, (ctx) =>
      withdrawGoal(ctx, { goalId, conversationId }),
    );
    expect(withdrawn).toBe(true);
    expect(await scene.rows('select from llm_budgets where goal_id = $1', goalId)).toEqual([]);
  });

  test('a goal’s holds that goal', async () => {
    const meter = await scene.meter(NO_LIMITS);
    const ana = await scene.person();
    const goalId = await scene.goalOf(ana);
    await setLimit(ana, 100, goalId);
    expect([await spend(meter, ana, 101, goalId), await spend(meter, ana, 101)]).toEqual([
      'builtin',
      'granted',
    ]);
  });
});

describe('one person in two organisations', () => {
  test('what one organisation has used up does not hinder them in the other', async () => {
    const meter = await scene.meter(limits({ organisation: [null, 1000] }));
    const ana = await scene.person();
    const there = await scene.another(ana);
    expect([await spend(meter, ana, 1000), await spend(meter, ana, 1)]).toEqual(['granted', 'builtin']);
    expect(await spend(meter, there, 1000)).toBe('granted');
  });

  test('what the deployment allows one person, they have in all of theirs together, also at once', async () => {
    const allowances = limits({ person: [null, 50_000] });
    const meters = await Promise.all([1, 2, 3].map(() => scene.meter(allowances)));
    const ana = await scene.person();
    const everywhere = [ana, await scene.another(ana), await scene.another(ana)];
    const permits = await atOnce(150, (i) =>
      meters[i % 3]!.reserve(intended(everywhere[(i >> 2) % 3]!, 1000)),
    );
    expect(countKinds(permits)).toEqual({ granted: 50, fast: 0, builtin: 100 });
  });

  test('what they have in all of theirs together is told of once, wherever they go on', async () => {
    const meter = await scene.meter(limits({ person: [null, 1000] }));
    const ana = await scene.person();
    const there = await scene.another(ana);
    scene.told.length = 0;
    for (const [where, micros] of [
      [ana, 900],
      [there, 1],
      [ana, 1],
      [there, 1],
    ] as const) {
      const what = intended(where, micros);
      await meter.settle(ended(what, await meter.reserve(what), usageOf(micros)));
    }
    expect(scene.told.map(({ fact }) => fact)).toMatchObject([{ budget: 'person', level: 80 }]);
  });

  test('nobody waits in a circle: two people, two organisations, goals, reservations and settlements across', async () => {
    const meters = await Promise.all([1, 2, 3].map(() => scene.meter(limits({ person: [1, 900_000] }))));
    const ana = await scene.person();
    const ben = await scene.person();
    const places: { person: Person; goalId: string }[] = [];
    const across = [await scene.join(ana.orgId, ben.userId), await scene.join(ben.orgId, ana.userId)];
    for (const person of [ana, ben, ...across]) {
      places.push({ person, goalId: await scene.goalOf(person) });
    }
    scene.said.length = 0;
    const kinds = await atOnce(300, async (i) => {
      const { person, goalId } = places[i % 4]!;
      const what = intended(person, 10, i % 3 ? { about: { goalId } } : {});
      const permit = await meters[i % 3]!.reserve(what);
      await meters[(i * 7) % 3]!.settle(ended(what, permit, usageOf(10)));
      return permit;
    });
    expect(countKinds(kinds).granted).toBe(300);
    expect(scene.said).toEqual([]);
  });
});

const monthIn = (at: Date, where: string) => localDayOf(at, where).slice(0, 7);

describe('whose month it is', () => {
  const MOMENTS = [
    '2026-11-30T09:59:59.999Z',
    '2026-11-30T10:00:00Z',
    '2026-12-01T09:59:59.999Z',
    '2026-12-01T10:00:00Z',
    '2027-03-28T00:59:59Z',
  ];
  const ZONES = ['Pacific/Kiritimati', 'Pacific/Honolulu', 'UTC', 'Europe/Berlin', 'America/St_Johns'];

  test.each(ZONES)('%s: the database begins a month when the clocks there do', async (zone) => {
    for (const moment of MOMENTS) {
      const [row] = await scene.rows('select llm_month($1, $2) as month', moment, zone);
      expect([moment, row]).toEqual([moment, { month: localDayOf(new Date(moment), zone).slice(0, 7) }]);
    }
  });

  test.each(['Not/AZone', '', null])('%s is taken for UTC', async (zone) => {
    const [row] = await scene.rows('select llm_month($1, $2) as month', '2026-11-30T23:59:00Z', zone);
    expect(row).toEqual({ month: '2026-11' });
  });

  test('a person’s is that of their zone, an organisation’s that of UTC', async () => {
    const meter = await scene.meter(NO_LIMITS);
    for (const zone of ZONES) {
      const [before, person] = [new Date(), await scene.person(zone)];
      await spend(meter, person, 10, await scene.goalOf(person));
      const months = await scene.rows<{ whose: string; month: string }>(
        `select case when user_id is null then 'organisation' else 'person' end as whose, month from llm_spendings where org_id = $1`,
        person.orgId,
      );
      for (const { whose, month } of months) {
        const where = whose === 'person' ? zone : 'UTC';
        expect([monthIn(before, where), monthIn(new Date(), where)]).toContain(month);
      }
      expect(months).toHaveLength(3);
    }
  });

  test('what was spent last month is not spent this month, and what was reserved then is settled there', async () => {
    const meter = await scene.meter(limits({ person: [null, 1000], organisation: [null, 1000] }));
    const ana = await scene.person('Pacific/Honolulu');
    const what = intended(ana, 1000);
    const permit = await meter.reserve(what);
    // It was just before the month ended.
    await scene.rows(
      `update llm_call_events set month = '2026-10', created_at = '2026-10-31T23:59:59Z' where user_id = $1`,
      ana.userId,
    );
    expect((await meter.reserve(what)).kind).toBe('granted');
    await meter.settle(ended(what, permit, usageOf(800)));
    const spent = await scene.rows(
      `select user_id is null as "isOfOrg", spent_nanos::int as spent from llm_spendings where org_id = $1 and month = '2026-10'`,
      ana.orgId,
    );
    expect(spent).toHaveLength(2);
    for (const row of spent) expect(row['spent']).toBe(800 * MICRO);
    expect((await meter.reserve(what)).kind).toBe('builtin');
  });
});

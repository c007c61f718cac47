// Any order of reservations, settlements and dead workers: told as a model of it tells, and at once never more than allowed.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../../src/kernel/context.ts';
import type { Intended, Meter, Permit } from '../../../src/llm/meter.ts';
import { ended, intended, limits, MICRO, openScene, usageOf, type Scene } from './scene.ts';

const SEED = 20261130;
/** In microdollars: soft and hard. */
const OF_ORG = [60, 90] as const;
const OF_PERSON = [30, 50] as const;
const OF_GOAL = [null, 25] as const;

const stack = new AsyncDisposableStack();
let scene: Scene;
let meters: Meter[];
beforeAll(async () => {
  scene = await openScene(stack);
  const allowances = limits({ organisation: [...OF_ORG], person: [...OF_PERSON], goal: [...OF_GOAL] });
  meters = await Promise.all([1, 2, 3].map(() => scene.meter(allowances)));
});
afterAll(() => stack.disposeAsync());

type Step =
  | { kind: 'reserve'; who: number; hasGoal: boolean; micros: number; tier: 'fast' | 'strong' }
  /** `share` of what it held, in per cent. */
  | { kind: 'settle'; which: number; share: number }
  /** The lease of whoever it is runs out. */
  | { kind: 'die'; which: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('reserve' as const),
        who: fc.nat(2),
        hasGoal: fc.boolean(),
        micros: fc.integer({ min: 1, max: 20 }),
        tier: fc.constantFrom('fast' as const, 'strong' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        which: fc.nat(50),
        share: fc.integer({ min: 0, max: 100 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const), which: fc.nat(50) }) },
  ),
  { minLength: 15, maxLength: 40 },
);

interface Place {
  person: Person;
  goalId: string;
}

/** Ana in two organisations, and Ben in one of them. */
async function people(): Promise<Place[]> {
  const ana = await scene.person();
  const ben = await scene.person();
  const places = [ana, await scene.another(ana), { orgId: ana.orgId, userId: ben.userId }];
  await scene.join(ana.orgId, ben.userId);
  return Promise.all(places.map(async (person) => ({ person, goalId: await scene.goalOf(person) })));
}

interface Held {
  what: Intended;
  permit: Permit & { kind: 'granted' };
  micros: number;
  spent: number | null;
  isDead: boolean;
}

/** What each budget of a call has spent, and has held beside it. */
function used(held: readonly Held[], { person, about }: Intended): { spent: number; held: number }[] {
  const counted = (isCounted: (one: Intended) => boolean) => {
    const its = held.filter(({ what }) => isCounted(what));
    return {
      spent: its.reduce((sum, { spent }) => sum + (spent ?? 0), 0),
      held: its.reduce((sum, { spent, isDead, micros }) => sum + (spent === null && !isDead ? micros : 0), 0),
    };
  };
  return [
    counted((one) => one.person.orgId === person.orgId),
    counted((one) => one.person.userId === person.userId),
    ...(about.goalId === undefined ? [] : [counted((one) => one.about.goalId === about.goalId)]),
  ];
}

const LIMITS = [OF_ORG, OF_PERSON, OF_GOAL];

/** As it is written down in the docs, in other words than the database's. */
function foretell(held: readonly Held[], what: Intended, micros: number): Permit['kind'] {
  const now = used(held, what).map((one, i) => ({ sum: one.spent + one.held, limits: LIMITS[i]! }));
  if (now.some(({ sum, limits: [, hard] }) => sum >= hard)) return 'builtin';
  const isSoft = now.some(({ sum, limits: [soft] }) => soft !== null && sum >= soft);
  if (isSoft && what.tier === 'strong') return 'fast';
  if (now.every(({ sum, limits: [, hard] }) => sum + micros <= hard)) return 'granted';
  return what.tier === 'strong' ? 'fast' : 'builtin';
}

const wish = ({ person, goalId }: Place, step: Step & { kind: 'reserve' }): Intended =>
  intended(person, step.micros, { tier: step.tier, ...(step.hasGoal && { about: { goalId } }) });

const die = ({ permit }: Held) =>
  scene.rows(
    'update llm_call_events set lease_until = clock_timestamp() where id = $1',
    permit.reservationId,
  );

test('one after the other they are what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (order) => {
      const places = await people();
      const held: Held[] = [];
      for (const [i, step] of order.entries()) {
        const meter = meters[i % meters.length]!;
        const [foretold, permitted] = await take(meter, step, { places, held });
        expect([step, permitted]).toEqual([step, foretold]);
      }
      await countsAreRight(places, held);
    }),
    { numRuns: 12, seed: SEED },
  );
});

interface Stage {
  places: Place[];
  held: Held[];
}

/** What the model says of the step, and what came of it; the same where nobody asks for anything. */
async function take(meter: Meter, step: Step, { places, held }: Stage): Promise<[string, string]> {
  if (step.kind === 'reserve') {
    const what = wish(places[step.who]!, step);
    const foretold = foretell(held, what, step.micros);
    const permit = await meter.reserve(what);
    if (permit.kind === 'granted')
      held.push({ what, permit, micros: step.micros, spent: null, isDead: false });
    return [foretold, permit.kind];
  }
  const one = held[step.which % Math.max(1, held.length)];
  if (one && step.kind === 'die' && one.spent === null) {
    await die(one);
    one.isDead = true;
  }
  if (one && step.kind === 'settle') {
    const micros = Math.floor((one.micros * step.share) / 100);
    await meter.settle(ended(one.what, one.permit, usageOf(micros)));
    // Again, or after its lease: the first one counts.
    one.spent ??= micros;
  }
  return ['nothing', 'nothing'];
}

test('all at once they never hold and spend more than is allowed, but for what the dead turn out to have spent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 3, maxLength: 3 }), async (orders) => {
      const places = await people();
      const held: Held[] = [];
      await Promise.all(
        orders.map(async (order, lane) => {
          const meter = meters[lane]!;
          for (const step of order) {
            const mine = held.filter((_, i) => i % orders.length === lane);
            const one = step.kind === 'reserve' ? undefined : mine[step.which % Math.max(1, mine.length)];
            if (step.kind === 'reserve') {
              const what = wish(places[step.who]!, step);
              const permit = await meter.reserve(what);
              if (permit.kind === 'granted')
                held.push({ what, permit, micros: step.micros, spent: null, isDead: false });
            } else if (one && one.spent === null && !one.isDead) {
              if (step.kind === 'die') {
                one.isDead = true;
                await die(one);
              } else {
                one.spent = Math.floor((one.micros * step.share) / 100);
                await meter.settle(ended(one.what, one.permit, usageOf(one.spent)));
              }
            }
          }
        }),
      );
      for (const { what } of held)
        for (const [i, { spent, held: open }] of used(held, what).entries())
          expect(spent + open).toBeLessThanOrEqual(LIMITS[i]![1]);
      await countsAreRight(places, held);
    }),
    { numRuns: 8, seed: SEED },
  );
});

/** What the months say is what the calls say. */
async function countsAreRight(places: readonly Place[], held: readonly Held[]): Promise<void> {
  const orgs = [...new Set(places.map(({ person }) => person.orgId))];
  const rows = await scene.rows<{ org_id: string; spent: string; counted: string }>(
    `select s.org_id, s.spent_nanos as spent, (select coalesce(sum(counted_nanos), 0) from llm_call_events e
       where e.org_id = s.org_id and (s.user_id is null or e.user_id = s.user_id) and (s.goal_id is null or e.goal_id = s.goal_id)) as counted
     from llm_spendings s where org_id = any ($1)`,
    orgs,
  );
  for (const { spent, counted } of rows) expect(spent).toBe(counted);
  const ofOrgs = await scene.rows<{ sum: string | null }>(
    'select sum(spent_nanos) from llm_spendings where user_id is null and org_id = any ($1)',
    orgs,
  );
  const known = held.reduce((sum, { spent }) => sum + (spent ?? 0), 0);
  expect(Number(ofOrgs[0]!.sum ?? 0)).toBe(known * MICRO);
}

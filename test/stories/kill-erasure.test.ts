// The promise: whatever is killed or away while an account is erased, the erasure ends complete. Each person here stands at
// another point of it when the worker is killed.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import { PASSWORD, type Person } from '../harness/person.ts';
import { workerProcess, type FluxProcess } from '../harness/processes.ts';
import { placesOf } from '../harness/traces.ts';
import { openWorld, type World } from '../harness/world.ts';
import { openGate, type Gate } from '../kill/gate.ts';
import { holdInDatabase, readsOf, rowOf, writesTo, type DatabaseHold } from '../kill/hold.ts';
import { readTables, seedEveryTable, type Table } from '../parts/kernel/seed-every-table.ts';
import type { RequestHook } from '../../src/simulator/world.ts';

let world: World;
let db: pg.Client;
let tables: Table[];
let worker: FluxProcess;
/** What stands between the worker and what it needs. */
let gates: Record<'temporal' | 'postgres' | 'twilio', Gate>;

/** Stands in the way of deletions at Twilio. */
let atTwilio: RequestHook = () => undefined;

beforeAll(async () => {
  const { temporalAddress, bundlePath } = inject('ground');
  world = await openWorld({
    worker: 'none',
    env: { WORKFLOW_BUNDLE_PATH: bundlePath },
    simulator: { onRequest: (request) => (request.target === 'deletions' ? atTwilio(request) : undefined) },
  });
  const { workerUrl, adminUrl } = world.database;
  const [database, twilio] = [new URL(workerUrl), new URL(world.simulator.url)];
  gates = {
    temporal: await openGate(Number(temporalAddress.split(':')[1])),
    postgres: await openGate(Number(database.port)),
    twilio: await openGate(Number(twilio.port)),
  };
  database.host = `127.0.0.1:${gates.postgres.port}`;
  worker = workerProcess({
    env: {
      ...world.env,
      TEMPORAL_ADDRESS: `127.0.0.1:${gates.temporal.port}`,
      WORKER_DATABASE_URL: database.href,
      TWILIO_API_ORIGIN: `http://127.0.0.1:${gates.twilio.port}`,
    },
  });
  await worker.start();
  db = new pg.Client({ connectionString: adminUrl });
  await db.connect();
  // Whoever leaves has no membership that rests.
  tables = (await readTables(db)).filter(({ name }) => name !== 'resting_members');
});
afterAll(async () => {
  await Promise.all(holds.map((hold) => hold.release()));
  await world.simulator.fallSilent();
  await worker.kill();
  await db.end();
  await world.close();
  for (const gate of Object.values(gates)) await gate.stop();
});

interface Leaving {
  person: Person;
  userId: string;
  /** Of the erasure, once it is asked for. */
  id: string;
  receiptUrl: string;
}

/** Somebody with a row in every table. `runs`: a reminder is on its way, whose history Temporal takes a while to delete. */
async function somebody(
  channels: ('push' | 'whatsapp' | 'call')[] = [],
  { runs = false }: { runs?: boolean } = {},
): Promise<Leaving> {
  const person = await world.person('Ana', { channels });
  const { user } = await person.expect(200, 'GET', '/v1/auth/me');
  await person.plan('Run 5 km', channels.includes('call') ? 0.1 : runs ? 200 : 86_400);
  await seedEveryTable(db, tables, { orgId: user.org_id, userId: user.id });
  return { person, userId: user.id, id: '', receiptUrl: '' };
}

async function leave(who: Leaving): Promise<void> {
  const asked = await who.person.expect(202, 'POST', '/v1/me/erasure', { waive: true, password: PASSWORD });
  Object.assign(who, { id: asked.id, receiptUrl: asked.receipt_url });
}

interface Standing {
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

const areHeld = async (points: readonly Standing[]): Promise<boolean> =>
  (await Promise.all(points.map((point) => point.isHeld()))).every((one) => one);

const holds: Standing[] = [];

async function inDatabase(sql: string, ...values: unknown[]): Promise<DatabaseHold> {
  const hold = await holdInDatabase(world.database.adminUrl, { sql, values, login: 'flux_worker' });
  holds.push(hold);
  return hold;
}

const isTrue = async (sql: string, ...values: unknown[]): Promise<boolean> =>
  (await db.query(`select (${sql}) as is_true`, values)).rows[0].is_true === true;

const untilTrue = (sql: string, ...values: unknown[]) =>
  vi.waitFor(async () => expect([sql, await isTrue(sql, ...values)]).toEqual([sql, true]), {
    ...PATIENCE,
    interval: 5,
  });

const isIn = (state: string, { id }: Leaving) =>
  untilTrue('exists (select from erasures where id = $1 and state = $2)', id, state);

/**
 * Kills the worker while somebody stands at each of `during`; those of `after` have done their step by then, and could
 * tell Temporal nothing of it: `isDone` waits until it is to be seen.
 */
async function killAt(
  during: readonly Standing[],
  after: readonly { point: Standing; isDone: () => Promise<unknown> }[] = [],
): Promise<void> {
  const all = [...during, ...after.map(({ point }) => point)];
  const stand = () => areHeld(all);
  // Who waited too long for a lock has gone for a moment, and would not come back without Temporal.
  for (let isCaught = false; !isCaught;) {
    await vi.waitUntil(stand, { ...PATIENCE, interval: 10 });
    if (after.length > 0) await gates.temporal.lose('refused');
    isCaught = await stand();
    if (!isCaught && after.length > 0) await gates.temporal.restore();
  }
  await Promise.all(after.map(({ point }) => point.release()));
  await Promise.all(after.map(({ isDone }) => isDone()));
  await worker.kill();
  for (const point of during) await point.release();
  if (after.length > 0) await gates.temporal.restore();
  await worker.start();
}

/** Everything went, once; nothing names them. */
async function expectGone({ person, userId, receiptUrl }: Leaving): Promise<void> {
  const receipt = await vi.waitFor(async () => {
    const answer = (await (await fetch(receiptUrl)).json()) as Record<string, Record<string, number>>;
    expect(answer['state']).toBe('done');
    return answer;
  }, PATIENCE);
  expect(receipt['deleted_rows']).toMatchObject({ tasks: 1, goals: 1, users: 1 });
  expect(await placesOf(db, [userId, person.email, person.number])).toEqual([]);
  await vi.waitFor(async () => {
    const { count } = await world.temporal.client.workflow.count(`FluxPerson = '${userId}'`);
    expect(count).toBe(0);
  }, PATIENCE);
  const { messages, calls } = world.simulator.state;
  expect([...messages, ...calls].filter(({ number }) => number === person.number)).toEqual([]);
}

/** Their next deletion at Twilio stands there: heard of and not done, or done and not answered. */
function deletionOf({ person }: Leaving, stage: 'received' | 'accepted'): Standing {
  const { messages } = world.simulator.state;
  const sids = new Set(messages.filter(({ number }) => number === person.number).map(({ sid }) => sid));
  expect(sids.size).toBeGreaterThan(0);
  const released = Promise.withResolvers<void>();
  const before = atTwilio;
  let isHeld = false;
  let isOver = false;
  atTwilio = async (request) => {
    if (isOver || request.stage !== stage || !sids.has(request.fields['Sid']!)) return before(request);
    isHeld = true;
    await released.promise;
    return stage === 'received' ? 'drop' : undefined;
  };
  return {
    isHeld: async () => isHeld,
    release: async () => {
      isOver = true;
      released.resolve();
    },
  };
}

test('killed at fourteen points, between any two things that an erasure does', async () => {
  const everybody: Leaving[] = [];
  const arrive = async (...needs: Parameters<typeof somebody>) => {
    const who = await somebody(...needs);
    everybody.push(who);
    return who;
  };

  // What runs is ended, by what it carries and not yet by what it is about.
  const a = await arrive([], { runs: true });
  const reading = await inDatabase(readsOf('conversations'));
  await leave(a);
  await killAt([reading]);

  // Workflows have ended, and the call that rang is hung up.
  world.simulator.timing.secondMs = 4000;
  const b = await arrive(['call']);
  const { sid } = await b.person.expectCall();
  const calls = await inDatabase(readsOf('dispatch_log'));
  await leave(b);
  const isHungUp = () =>
    world.simulator.waitFor((state) =>
      state.calls.find((one) => one.sid === sid && one.status === 'canceled'),
    );
  await killAt([], [{ point: calls, isDone: isHungUp }]);

  // Before it begins, amid it, and when it has begun.
  const [c, d, e] = [await arrive(), await arrive(), await arrive()];
  const sessionOf = ({ userId }: Leaving) =>
    inDatabase('select 1 from sessions where user_id = $1 for update', userId);
  const [amid, begun] = [await sessionOf(d), await sessionOf(e)];
  await Promise.all([c, d, e].map(leave));
  const before = await inDatabase(rowOf('erasures'), c.id);
  await killAt([before, amid], [{ point: begun, isDone: () => isIn('erasing', e) }]);
  expect(everybody).toHaveLength(5);

  // Histories are gone and not counted, then counted; Twilio was told, has done it, and that is noted.
  const [f, g] = [await arrive([], { runs: true }), await arrive([], { runs: true })];
  const [h, i, j] = [await arrive(['whatsapp']), await arrive(['whatsapp']), await arrive(['whatsapp'])];
  const [told, deleted, noted] = [
    deletionOf(h, 'received'),
    deletionOf(i, 'accepted'),
    deletionOf(j, 'accepted'),
  ];
  await Promise.all([h, i, j].map(leave));
  await vi.waitUntil(() => areHeld([told, deleted, noted]), PATIENCE);
  await Promise.all([f, g].map(leave));
  await Promise.all([f, g].map((who) => isIn('erasing', who)));
  const [forgotten, counting] = [
    await inDatabase(rowOf('erasures'), f.id),
    await inDatabase(rowOf('erasures'), g.id),
  ];
  await killAt(
    [forgotten, told, deleted],
    [
      {
        point: counting,
        isDone: () => untilTrue(`select counts ? 'runs' from erasures where id = $1`, g.id),
      },
      {
        point: noted,
        isDone: () => untilTrue('select copies_after is not null from erasures where id = $1', j.id),
      },
    ],
  );

  // Some rows are gone, and all of them.
  const [k, l] = [await arrive(), await arrive()];
  await Promise.all([k, l].map(leave));
  await isIn('erasing', l);
  const [some, all] = [
    await inDatabase('select 1 from tasks where user_id = $1 for update', k.userId),
    await inDatabase('select 1 from users where id = $1 for update', l.userId),
  ];
  await killAt(
    [some],
    [{ point: all, isDone: () => untilTrue('not exists (select from users where id = $1)', l.userId) }],
  );

  // Nothing is left to do but to say so, and it is said.
  const m = await arrive();
  const finishing = await inDatabase(writesTo('erased_people'));
  await leave(m);
  await isIn('erasing', m);
  await killAt([finishing]);
  await leave(await arrive());
  const finished = await inDatabase(writesTo('erased_people'));
  const { rows: done } = await db.query(`select from erasures where state = 'done'`);
  const isOneMore = () => untilTrue(`select count(*) > $1 from erasures where state = 'done'`, done.length);
  await killAt([], [{ point: finished, isDone: isOneMore }]);

  for (const who of everybody) await expectGone(who);
  const { rows } = await db.query('select count(*)::int as people from erased_people');
  expect(rows).toEqual([{ people: everybody.length }]);
}, 240_000);

test('asked for twice at once while a call rings, a plan is negotiated and an export is written; the number is free', async () => {
  world.simulator.timing.secondMs = 4000;
  const { person, ...who } = await somebody(['whatsapp', 'call']);
  const leaving: Leaving = { person, ...who };
  const { goal_id } = await person.say('I want to run 10 km in six weeks, three mornings a week');
  const { sid } = await person.expectCall();
  const writing = await inDatabase(writesTo('account_export_parts'));
  const exported = await person.expect(202, 'POST', '/v1/me/exports', { password: PASSWORD });
  await writing.reached;
  const [again] = await Promise.all([{ ...leaving }, leaving].map(async (one) => (await leave(one), one)));
  expect(again!.id).toBe(leaving.id);
  await world.simulator.waitFor((state) =>
    state.calls.find((one) => one.sid === sid && one.status === 'canceled'),
  );
  await writing.release();
  await expectGone(leaving);
  for (const id of [`goal/${goal_id}`, `export/${exported.id}`])
    await expect(world.temporal.client.workflow.getHandle(id).describe()).rejects.toThrow(/not found/);

  const next = await world.person('Ben', { number: person.number });
  const task = await next.plan('Water the plants');
  await next.expectWhatsApp('Water the plants');
  await next.answerCall('1');
  await next.expectTask(task, 'done');
});

test('Temporal, PostgreSQL and Twilio away one after the other, and deletions that are refused for a while', async () => {
  const who = await somebody(['whatsapp']);
  world.simulator.faults.next('deletions', { kind: 'refuse', status: 409, code: 20009 }, { times: 3 });
  world.simulator.faults.next('deletions', { kind: 'refuse', status: 429, code: 20429 }, { times: 2 });
  await gates.temporal.lose('refused');
  await leave(who);
  await gates.temporal.restore();
  const reading = await inDatabase(readsOf('conversations'));
  await reading.reached;
  await gates.postgres.lose('refused');
  await reading.release();
  await gates.twilio.lose('refused');
  await gates.postgres.restore();
  await isIn('erasing', who);
  await vi.waitUntil(async () => {
    const { raw } = await world.temporal.client.workflow.getHandle(`erasure/${who.id}`).describe();
    return raw.pendingActivities?.some(
      ({ activityType, attempt }) => activityType?.name === 'forgetCopies' && (attempt ?? 0) > 1,
    );
  }, PATIENCE);
  await gates.twilio.restore();
  await expectGone(who);
  const { provider_copies } = (await (await fetch(who.receiptUrl)).json()) as Record<string, unknown>;
  expect(provider_copies).toEqual({ messages: 2 });
});

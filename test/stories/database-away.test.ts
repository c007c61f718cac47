// The promise: while our own database is away nothing has failed. What is being drafted waits, and the plan is whole.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';
import { openGate, type Gate } from '../kill/gate.ts';
import { startFailingWorker, type Failures } from '../replay/failing-worker.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';
let world: World;
/** The worker's way to PostgreSQL, and only its. */
let gate: Gate;
let worker: { stop(): Promise<void> };
const failures: Failures = { agents: new Set(), beforePlan: async () => {}, takesCalls: false };

beforeAll(async () => {
  world = await openWorld({ worker: 'none' });
  const database = new URL(world.database.workerUrl);
  gate = await openGate(Number(database.port));
  database.host = `127.0.0.1:${gate.port}`;
  const env = { ...world.env, WORKER_DATABASE_URL: database.href };
  worker = await startFailingWorker(env, inject('ground').bundlePath, failures);
});
afterAll(async () => {
  await gate.restore();
  await worker.stop();
  await world.close();
  await gate.stop();
});

/** How often what is under way in a negotiation has been tried, at most. */
async function attemptsAt(goalId: string): Promise<number> {
  const { raw } = await world.temporal.client.workflow.getHandle(`goal/${goalId}`).describe();
  return Math.max(0, ...(raw.pendingActivities ?? []).map(({ attempt }) => attempt ?? 0));
}

const goalsOf = async (person: Person): Promise<Answer['body'][]> =>
  (await person.expect(200, 'GET', '/v1/goals')).goals;

test('what planner and specialists meet of it is not counted', async () => {
  const [ana, ben] = await Promise.all([
    world.person('Ana', { channels: [] }),
    world.person('Ben', { channels: [] }),
  ]);
  const [asked, away] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  failures.beforePlan = () => {
    asked.resolve();
    return away.promise;
  };
  const said = randomUUID();
  const saying = ana.call('POST', '/v1/chat/messages', { message: WISH, message_id: said });
  await asked.promise;
  await gate.lose('refused');
  away.resolve();
  // More often than the planner may fail, and than a specialist may.
  const opening = ben.call('POST', '/v1/goals', { wish: WISH });
  await vi.waitUntil(async () => (await goalsOf(ben)).length > 0, PATIENCE);
  const [[hers], [his]] = [await goalsOf(ana), await goalsOf(ben)];
  await vi.waitUntil(async () => (await attemptsAt(hers.id)) > 5 && (await attemptsAt(his.id)) > 3, PATIENCE);
  await gate.restore();
  const isPlanned = async () =>
    [...(await goalsOf(ana)), ...(await goalsOf(ben))].every(({ planning }) => planning !== 'working');
  await vi.waitUntil(isPlanned, PATIENCE);
  for (const [person, { id }] of [
    [ana, hers],
    [ben, his],
  ] as const)
    expect(await person.expect(200, 'GET', `/v1/goals/${id}`)).toMatchObject({
      planning: 'drafted',
      latest_draft: { draft: 1, plan: { missing_specialists: [] } },
    });
  const isAnswered = async () => (await ana.call('GET', `/v1/chat/messages/${said}/reply`)).status === 200;
  await vi.waitUntil(isAnswered, PATIENCE);
  const reply = await ana.expect(200, 'GET', `/v1/chat/messages/${said}/reply`);
  expect(reply).toMatchObject({ goal_id: hers.id, proposed_plan: { draft: 1 } });
  await Promise.all([saying, opening]);
}, 60_000);

test('a statement that takes too long each time is a failure of its own: the plan is made without', async () => {
  const cleo = await world.person('Cleo', { channels: [] });
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query(`
    create function take_too_long() returns trigger language plpgsql as
      $$ begin raise 'canceling statement due to statement timeout' using errcode = '57014'; end $$;
    create trigger take_too_long before insert on specialist_findings for each row
      when (new.specialist = 'pattern_observer') execute function take_too_long()`);
  try {
    const opening = cleo.call('POST', '/v1/goals', { wish: WISH });
    await vi.waitUntil(async () => (await goalsOf(cleo))[0]?.planning === 'drafted', PATIENCE);
    const [{ id }] = await goalsOf(cleo);
    expect(await cleo.expect(200, 'GET', `/v1/goals/${id}`)).toMatchObject({
      latest_draft: { plan: { missing_specialists: ['pattern_observer'] } },
    });
    await opening;
  } finally {
    await admin.query('drop trigger take_too_long on specialist_findings; drop function take_too_long');
    await admin.end();
  }
}, 60_000);

// The promise: whoever is told that nothing was kept can say it again. What could not be taken back is not denied.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';
import { openGate, type Gate } from '../kill/gate.ts';
import { startFailingWorker, type Failures } from '../replay/failing-worker.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';
const CHANGE = 'Only on weekends, please';
interface Scene {
  world: World;
  admin: pg.Client;
  /** The API's way to PostgreSQL, and only its. */
  gate: Gate;
  close(): Promise<void>;
}

async function openScene(worker: 'here' | 'none'): Promise<Scene> {
  const world = await openWorld({ api: 'none', worker });
  const database = new URL(world.database.apiUrl);
  const gate = await openGate(Number(database.port));
  database.host = `127.0.0.1:${gate.port}`;
  world.env['API_DATABASE_URL'] = database.href;
  await world.startApi();
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  const close = async () => {
    await gate.restore();
    await admin.end();
    await world.close();
    await gate.stop();
  };
  return { world, admin, gate, close };
}

/** A message, a wish and a change of a plan, of one person each; nobody made an id for them. */
async function sayThree(people: Person[], goalId: string, key?: string): Promise<Answer[]> {
  const [ana, ben, eva] = people as [Person, Person, Person];
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return Promise.all([
    ana.call('POST', '/v1/chat/messages', { message: WISH }, headers),
    ben.call('POST', '/v1/goals', { wish: WISH }, headers),
    eva.call('POST', `/v1/goals/${goalId}/revisions`, { message: CHANGE }, headers),
  ]);
}

const stored = async ({ admin }: Scene) => {
  const [messages, goals] = await Promise.all([
    admin.query(`select from messages where role = 'user'`),
    admin.query('select from goals'),
  ]);
  return { messages: messages.rowCount, goals: goals.rowCount };
};

/** Nobody of the API has asked for anything for a moment: each has heard that its words are stored. */
const isQuiet = async ({ admin }: Scene): Promise<boolean> =>
  (
    await admin.query(
      `select from pg_stat_activity where usename = 'flux_api' and datname = current_database()
         and (state <> 'idle' or state_change > now() - interval '300 milliseconds')`,
    )
  ).rowCount === 0;

const KEPT = { status: 202, body: { status: 'working' } };

const draftsOf = async (person: Person, goalId: string): Promise<unknown> =>
  (await person.expect(200, 'GET', `/v1/goals/${goalId}`)).latest_draft?.draft;

async function expectDoneOnce(scene: Scene, people: Person[], goalId: string, answers: Answer[]) {
  const [ana, ben, eva] = people as [Person, Person, Person];
  const reply = () => ana.call('GET', `/v1/chat/messages/${answers[0]!.body.message_id}/reply`);
  await vi.waitUntil(async () => (await reply()).status === 200, PATIENCE);
  expect((await reply()).body).toMatchObject({ proposed_plan: { draft: 1 } });
  await vi.waitUntil(async () => (await draftsOf(ben, answers[1]!.body.goal_id)) === 1, PATIENCE);
  await vi.waitUntil(async () => (await draftsOf(eva, goalId)) === 2, PATIENCE);
  expect(await stored(scene)).toEqual({ messages: 2, goals: 3 });
}

describe.concurrent('while the way to the database is lost', () => {
  describe.concurrent('after somebody has taken it', () => {
    const failures: Failures = { agents: new Set(), beforePlan: async () => {}, takesCalls: false };
    let scene: Scene;
    let worker: { stop(): Promise<void> };
    beforeAll(async () => {
      scene = await openScene('none');
      worker = await startFailingWorker(scene.world.env, inject('ground').bundlePath, failures);
    });
    afterAll(async () => {
      await worker.stop();
      await scene.close();
    });

    test('it is answered as kept, and is done once; under its key as well', async ({ expect }) => {
      const { world, gate, admin } = scene;
      const people = await Promise.all(
        ['Ana', 'Ben', 'Eva'].map((name) => world.person(name, { channels: [] })),
      );
      const goal = await people[2]!.expect(201, 'POST', '/v1/goals', { wish: WISH });
      const [planned, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      let planning = 0;
      failures.beforePlan = () => {
        if (++planning === 3) planned.resolve();
        return goOn.promise;
      };
      const key = randomUUID();
      const saying = sayThree(people, goal.id, key);
      await planned.promise;
      await gate.lose('refused');
      goOn.resolve();
      const answers = await saying;
      expect(answers).toMatchObject([KEPT, KEPT, KEPT]);
      await gate.restore();
      await expectDoneOnce(scene, people, goal.id, answers);

      await admin.query('update idempotency_keys set locked_until = clock_timestamp()');
      const again = await sayThree(people, goal.id, key);
      expect(again.map(({ status }) => status)).toEqual([200, 201, 201]);
      expect(again[0]!.body.message_id).toBe(answers[0]!.body.message_id);
      expect(again[1]!.body.id).toBe(answers[1]!.body.goal_id);
      await expectDoneOnce(scene, people, goal.id, answers);
    }, 60_000);
  });

  describe.concurrent('before it can be taken back from nobody', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene('none');
    });
    afterAll(() => scene.close());

    test('it is answered as kept, and is done once', async ({ expect }) => {
      const { world, gate, admin } = scene;
      const people = await Promise.all(
        ['Ana', 'Ben', 'Eva'].map((name) => world.person(name, { channels: [] })),
      );
      const worker = await world.startWorker();
      const goal = await people[2]!.expect(201, 'POST', '/v1/goals', { wish: WISH });
      await worker.stop();
      const saying = sayThree(people, goal.id);
      await vi.waitUntil(async () => {
        const { messages, goals } = await stored(scene);
        return messages === 2 && goals === 2 && (await isQuiet(scene));
      }, PATIENCE);
      await gate.lose('refused');
      const answers = await saying;
      expect(answers).toMatchObject([KEPT, KEPT, KEPT]);
      await gate.restore();
      // Of a minute ago: nobody is at work at it any more.
      await admin.query(
        `set session_replication_role = replica;
         update messages set created_at = now() - interval '70 seconds' where awaits is not null;
         update goals set created_at = now() - interval '70 seconds', updated_at = now() - interval '70 seconds'
           where planning = 'working';
         set session_replication_role = origin`,
      );
      await world.startWorker();
      await world.temporal.client.workflow.execute('reconciler', {
        taskQueue: world.taskQueue,
        workflowId: `look-${world.taskQueue}`,
      });
      await expectDoneOnce(scene, people, goal.id, answers);
    }, 60_000);
  });
});

// The promise: whoever is killed while a plan is changed, while a goal comes to its end, or while somebody comes to a
// place: one reply, one plan, one end, one next goal, one ring.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import type { Answer, Person } from '../harness/person.ts';
import type { World } from '../harness/world.ts';
import { openGate, type Gate } from '../kill/gate.ts';
import { holdInDatabase, rowOf, writesTo } from '../kill/hold.ts';
import { insist } from '../kill/insist.ts';
import { withVictim, type Scene } from '../kill/scene.ts';

const SEEN = { ...PATIENCE, interval: 20 };
/** Whoever looks for what was lost looks every minute. */
const FOUND = { timeout: 120_000, interval: 100 };

const say = (person: Person, message: string, conversation?: string): Promise<Answer> =>
  insist(person, 'POST', '/v1/chat/messages', {
    message,
    message_id: randomUUID(),
    ...(conversation && { conversation_id: conversation }),
  });

interface Running {
  person: Person;
  goalId: string;
  say: (message: string) => Promise<Answer>;
  /** Its sessions, the next one first. */
  tasks: string[];
}

/** A goal that runs, with `steps` that wait behind it. */
async function running(world: World, db: pg.Client, steps: string[] = []): Promise<Running> {
  const person = await world.person('Ana', { channels: [] });
  const { body } = await say(person, 'I want to read ten minutes every Sunday evening');
  const { goal_id: goalId, conversation_id: conversation } = body;
  const speak = (message: string) => say(person, message, conversation);
  expect((await speak('Yes, let us do it')).body.message).toContain('Agreed');
  for (const [index, title] of steps.entries())
    await db.query(
      `insert into goals (id, org_id, user_id, conversation_id, wish, title, status, planning, roadmap_of, pipeline_order)
       select $1, org_id, user_id, conversation_id, $2, $2, 'pipeline', 'working', id, $3 from goals where id = $4`,
      [randomUUID(), title, index + 2, goalId],
    );
  const { tasks } = (await insist(person, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`)).body;
  const ids = (tasks as { id: string; starts_at: string }[])
    .toSorted((a, b) => a.starts_at.localeCompare(b.starts_at))
    .map(({ id }) => id);
  return { person, goalId, say: speak, tasks: ids };
}

const STEPS = ['Read on two evenings a week', 'Read on three evenings a week'];
const complete = (person: Person, id: string) => insist(person, 'POST', `/v1/tasks/${id}/completion`);

/** One session is left of it. */
async function nearlyDone(world: World, db: pg.Client): Promise<Running & { last: string }> {
  const goal = await running(world, db, STEPS);
  const [last, ...others] = goal.tasks;
  for (const id of others) await complete(goal.person, id);
  return { ...goal, last: last! };
}

/** The first of two steps has opened with its plan, and was told of once. */
async function expectOneEnd(db: pg.Client, { goalId }: Running): Promise<void> {
  const stepsOf = async () =>
    (
      await db.query(
        `select g.status, (select count(*)::int from plan_drafts d where d.goal_id = g.id) as drafts,
           (select count(*)::int from messages m where m.goal_id = g.id and m.draft_number = 1) as shown
         from goals g where roadmap_of = $1 order by pipeline_order`,
        [goalId],
      )
    ).rows;
  const opened = [
    { status: 'negotiating', drafts: 1, shown: 1 },
    { status: 'pipeline', drafts: 0, shown: 0 },
  ];
  await vi.waitFor(async () => expect(await stepsOf()).toEqual(opened), FOUND);
  const { rows } = await db.query(
    `select g.status, (select count(*)::int from messages m where m.goal_id = g.id and m.text like '%is done: all%') as told
     from goals g where id = $1`,
    [goalId],
  );
  expect(rows).toEqual([{ status: 'completed', told: 1 }]);
}

/** As `withVictim`, with the owner's eye on the rows. */
const withWitness = (victim: 'worker' | 'api', story: (scene: Scene & { db: pg.Client }) => Promise<void>) =>
  withVictim(victim, async (scene) => {
    const db = new pg.Client({ connectionString: scene.world.database.adminUrl });
    await db.connect();
    try {
      await story({ ...scene, db });
    } finally {
      await db.end();
    }
  });

const atPlace = async (person: Person): Promise<string> => {
  const starts_at = new Date(Date.now() + 3_600_000).toISOString();
  const fields = { title: 'Buy stamps', starts_at, duration_minutes: 5, trigger_type: 'location' };
  return (await insist(person, 'POST', '/v1/tasks', fields)).body.id;
};
const arrive = (person: Person) => insist(person, 'POST', '/v1/demo/location-triggers');

describe.concurrent('killed in the middle', () => {
  test('the worker: of a change of a plan, of the last session told in chat, of the end, of the next plan', async () => {
    const stock = await withWitness('worker', async ({ world, db, killWhen }) => {
      const hold = (sql: string, id?: string) =>
        holdInDatabase(world.database.adminUrl, { sql, ...(id && { values: [id] }), login: 'flux_worker' });
      const [ana, ben, cat] = [
        await nearlyDone(world, db),
        await nearlyDone(world, db),
        await nearlyDone(world, db),
      ];
      const [dan, eva] = [await running(world, db), await running(world, db)];
      for (const one of [ana, ben])
        expect((await one.say('I did the reading')).body.message).toContain('Shall I mark it as done');
      await eva.say('make the reading 20 minutes from now on');

      const agreeing = await hold(rowOf('goals'), eva.goalId);
      const agreed = eva.say('yes');
      const settling = await hold(rowOf('tasks'), ana.last);
      const settled = ana.say('yes');
      const ending = await hold(rowOf('goals'), ben.goalId);
      const ended = ben.say('yes');
      const drafting = await hold(writesTo('plan_drafts'));
      await complete(cat.person, cat.last);
      await drafting.reached;
      const changing = await hold(writesTo('specialist_findings'));
      const changed = dan.say('make the reading 20 minutes from now on');
      await killWhen(agreeing, settling, ending, drafting, changing);

      expect((await agreed).body.message).toContain('Agreed');
      expect((await changed).body.proposed_plan.draft).toBe(2);
      for (const answer of [settled, ended])
        expect((await answer).body.message).toMatch(/^Done: Read|counts as done already/);
      for (const one of [ana, ben, cat]) await expectOneEnd(db, one);
    });
    expect(stock).toMatchObject({ plans: 5, unanswered: 0 });
  });

  test('the API: of a last session, of the end, before the next plan is asked for, and of coming to a place', async () => {
    let gate: Gate | undefined;
    const stock = await withWitness('api', async ({ world, db, killWhen }) => {
      const hold = (sql: string, id: string) =>
        holdInDatabase(world.database.adminUrl, { sql, values: [id], login: 'flux_api' });
      const [ana, ben, cat] = [
        await nearlyDone(world, db),
        await nearlyDone(world, db),
        await nearlyDone(world, db),
      ];
      const people = await Promise.all([0, 1].map(() => world.person('Dan', { channels: ['push'] })));
      const [dan, eva] = people as [Person, Person];
      const [here, there] = [await atPlace(dan), await atPlace(eva)];
      // From here on the API's way to Temporal can be taken away: what is committed is told to nobody.
      const way = await openGate(Number(new URL(`tcp://${world.env['TEMPORAL_ADDRESS']}`).port));
      gate = way;
      world.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${way.port}`;
      await killWhen();
      await way.lose('dead');

      const settling = await hold(rowOf('tasks'), ana.last);
      const settled = complete(ana.person, ana.last);
      const ending = await hold(rowOf('goals'), ben.goalId);
      const ended = complete(ben.person, ben.last);
      const firing = await hold(rowOf('tasks'), here);
      const fired = arrive(dan);
      const untold = complete(cat.person, cat.last);
      const unheard = arrive(eva);
      const isCommitted = (sql: string, id: string) =>
        vi.waitUntil(async () => (await db.query(sql, [id])).rows.length > 0, SEEN);
      await Promise.all([
        isCommitted(`select from goals where id = $1 and status = 'completed'`, cat.goalId),
        isCommitted('select from tasks where id = $1 and generation = 2', there),
      ]);
      const given = { reached: Promise.resolve(), release: () => way.restore() };
      await killWhen(settling, ending, firing, given);
      // Instead of within the minute.
      await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).trigger();

      for (const answer of await Promise.all([settled, ended, untold])) expect(answer.status).toBe(200);
      expect((await fired).body.tasks).toMatchObject([{ id: here, generation: 2 }]);
      expect((await unheard).status).toBe(200);
      for (const [person, id] of [[dan, here] as const, [eva, there] as const]) {
        await vi.waitUntil(() => person.received().pushes.length > 0, FOUND);
        expect(await arrive(person)).toMatchObject({ body: { tasks: [] } });
        await person.expectTask(id, 'missed');
        expect(person.received().pushes).toHaveLength(1);
      }
      for (const one of [ana, ben, cat]) await expectOneEnd(db, one);
    });
    await gate?.stop();
    expect(stock).toMatchObject({ plans: 3, unanswered: 0, sentTwice: 0, lost: 0 });
  });
});

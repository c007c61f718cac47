// A session that serves two goals: what becomes of it counts for both, and it outlives the one that is let go.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld({ worker: 'here' });

interface Running {
  id: string;
  path: string;
  /** Its sessions that are left. */
  tasks: string[];
}

/** A goal that runs, with so many sessions left. */
async function running(person: Session, wish: string, left = 2): Promise<Running> {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash } = goal.latest_draft;
  await person.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
  const ids = (tasks as { id: string }[]).map(({ id }) => id);
  const rest = ids.slice(left);
  await admin.query('delete from task_events where task_id = any($1)', [rest]);
  await admin.query('delete from tasks where id = any($1)', [rest]);
  return { id: goal.id, path: `/v1/goals/${goal.id}`, tasks: ids.slice(0, left) };
}

const WISHES = [
  'I want to meditate ten minutes every Sunday evening',
  'I want to read every Tuesday evening',
];

let eva: Session;
let calm: Running;
let reading: Running;
/** Of the first, and it serves the second as well. */
let shared: string;

const goalOf = ({ path }: Running) => eva.expect(200, 'GET', path);
const shareWith = (goal: Running, taskId: string) =>
  eva.expect(200, 'PUT', `${goal.path}/shared-tasks/${taskId}`);
const done = (taskId: string) => eva.expect(200, 'POST', `/v1/tasks/${taskId}/completion`);

async function twoGoals(left = 2): Promise<void> {
  eva = await api.register();
  [calm, reading] = [await running(eva, WISHES[0]!, left), await running(eva, WISHES[1]!, left)];
  shared = calm.tasks[0]!;
}

describe('a session is shared', () => {
  beforeAll(() => twoGoals());

  test('it stands among those of both, once', async () => {
    const before = (await goalOf(reading)).progress.total;
    const first = await shareWith(reading, shared);
    expect(first.progress.total).toBe(before + 1);
    expect(await shareWith(reading, shared)).toEqual(first);
    const { tasks } = await eva.expect(200, 'GET', `/v1/tasks?goal_id=${reading.id}&limit=100`);
    const found = tasks.filter(({ id }: { id: string }) => id === shared);
    expect(found).toMatchObject([{ goal_id: calm.id, shared_with_goal_ids: [reading.id] }]);
    // Its own it serves already.
    expect((await shareWith(calm, shared)).progress.total).toBe(2);
  });

  test('done counts for both, and so does taking that back', async () => {
    await done(shared);
    for (const goal of [calm, reading]) expect((await goalOf(goal)).progress).toMatchObject({ done: 1 });
    await eva.expect(200, 'POST', `/v1/tasks/${shared}/reopening`);
    for (const goal of [calm, reading]) expect((await goalOf(goal)).progress).toMatchObject({ done: 0 });
  });

  test('unshared, it serves its own goal alone', async () => {
    const path = `${reading.path}/shared-tasks/${shared}`;
    const { progress } = await eva.expect(200, 'DELETE', path);
    expect(progress.total).toBe(2);
    expect((await eva.expect(200, 'DELETE', path)).progress).toEqual(progress);
    expect(await eva.expect(200, 'GET', `/v1/tasks/${shared}`)).toMatchObject({ shared_with_goal_ids: [] });
  });

  test('not with a goal that is over, nor once it is settled, nor with what is not there', async () => {
    const over = await running(eva, 'I want to swim every Friday evening');
    await eva.expect(200, 'POST', `${over.path}/abandonment`);
    const share = async (goal: string, taskId: string) =>
      (await eva.call('PUT', `/v1/goals/${goal}/shared-tasks/${taskId}`)).body.code;
    expect(await share(over.id, shared)).toBe('GOAL_CLOSED');
    expect(await share(reading.id, over.tasks[0]!)).toBe('TASK_SETTLED');
    expect(await share(reading.id, randomUUID())).toBe('NOT_FOUND');
    expect(await share(randomUUID(), shared)).toBe('NOT_FOUND');
  });
});

describe('the last session of two goals', () => {
  test('ends both of them', async () => {
    await twoGoals(1);
    await shareWith(reading, shared);
    await done(reading.tasks[0]!);
    // Its own are done, and one that it shares is not.
    expect(await goalOf(reading)).toMatchObject({ status: 'active', progress: { done: 1, open: 1 } });
    await done(shared);
    for (const [goal, figures] of [
      [calm, { done: 1, total: 1 }],
      [reading, { done: 2, total: 2 }],
    ] as const)
      expect(await goalOf(goal)).toMatchObject({ status: 'completed', progress: figures });
  });

  test('unshared, it keeps the other waiting no more', async () => {
    await twoGoals(1);
    await shareWith(reading, shared);
    await done(reading.tasks[0]!);
    await eva.expect(200, 'DELETE', `${reading.path}/shared-tasks/${shared}`);
    expect(await goalOf(reading)).toMatchObject({ status: 'completed' });
    expect(await goalOf(calm)).toMatchObject({ status: 'active' });
  });
});

describe('one of the two is let go', () => {
  test('its own session stays, as one of the other goal, with its reminder', async () => {
    await twoGoals();
    await shareWith(reading, shared);
    const before = await eva.expect(200, 'GET', `/v1/tasks/${shared}`);
    await eva.expect(200, 'POST', `${calm.path}/abandonment`);
    const kept = await eva.expect(200, 'GET', `/v1/tasks/${shared}`);
    expect(kept).toEqual({ ...before, goal_id: reading.id, shared_with_goal_ids: [] });
    expect(await eva.expect(200, 'GET', `/v1/tasks/${calm.tasks[1]}`)).toMatchObject({ status: 'cancelled' });
    await done(shared);
    expect((await goalOf(reading)).progress).toMatchObject({ done: 1, total: 3 });
    await eva.expect(200, 'POST', `${reading.path}/abandonment`);
    expect(await eva.expect(200, 'GET', `/v1/tasks/${shared}`)).toMatchObject({ status: 'done' });
  });

  test('the other: its session stands as it was', async () => {
    await twoGoals();
    await shareWith(reading, shared);
    await eva.expect(200, 'POST', `${reading.path}/abandonment`);
    expect(await eva.expect(200, 'GET', `/v1/tasks/${shared}`)).toMatchObject({
      status: 'pending',
      goal_id: calm.id,
      shared_with_goal_ids: [],
    });
  });

  test('both at once: nothing is left open, and nobody waits in a circle', async () => {
    for (let round = 0; round < 4; round += 1) {
      await twoGoals(1);
      await shareWith(reading, shared);
      await shareWith(calm, reading.tasks[0]!);
      await Promise.all([calm, reading].map(({ path }) => eva.expect(200, 'POST', `${path}/abandonment`)));
      for (const id of [shared, reading.tasks[0]!])
        expect(await eva.expect(200, 'GET', `/v1/tasks/${id}`)).toMatchObject({ status: 'cancelled' });
    }
  });

  test('while a session is shared with it: cancelled with its own goal, or kept', async () => {
    await twoGoals();
    const share = eva.call('PUT', `${reading.path}/shared-tasks/${shared}`);
    const [said] = await Promise.all([share, eva.expect(200, 'POST', `${calm.path}/abandonment`)]);
    const task = await eva.expect(200, 'GET', `/v1/tasks/${shared}`);
    expect([said.status, task.status, task.goal_id]).toEqual(
      said.status === 200 ? [200, 'pending', reading.id] : [409, 'cancelled', calm.id],
    );
  });
});

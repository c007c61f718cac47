// What comes after the last session of a sprint: the goal is completed with its figures, and the next step opens once.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { PATIENCE } from '../../harness/patience.ts';

const { api, admin } = httpWorld({ worker: 'here' });

const WISH = 'I want to meditate ten minutes every Sunday evening';

interface Running {
  path: string;
  id: string;
  conversation: string;
  tasks: { id: string }[];
}

/** A goal that runs, with two sessions left, and `steps` that wait in its roadmap. */
async function running(person: Session, steps: string[] = []): Promise<Running> {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
  const { draft, hash } = goal.latest_draft;
  await person.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
  for (const [index, title] of steps.entries())
    await admin.query(
      `insert into goals (id, org_id, user_id, conversation_id, wish, title, status, planning, roadmap_of, pipeline_order)
       select $1, org_id, user_id, conversation_id, $2, $2, 'pipeline', 'working', id, $3 from goals where id = $4`,
      [randomUUID(), title, index + 2, goal.id],
    );
  const [, , ...rest] = tasks as { id: string }[];
  await admin.query('delete from task_events where task_id = any($1)', [rest.map(({ id }) => id)]);
  await admin.query('delete from tasks where id = any($1)', [rest.map(({ id }) => id)]);
  return {
    path: `/v1/goals/${goal.id}`,
    id: goal.id,
    conversation: goal.conversation_id,
    tasks: tasks.slice(0, 2),
  };
}

async function saidIn(person: Session, { conversation }: Running) {
  const { messages } = await person.expect(200, 'GET', `/v1/conversations/${conversation}/messages`);
  return messages as { message: string; draft: number | null; requires_user_action: boolean }[];
}

const STEPS = ['Meditate on two evenings a week', 'Meditate on three evenings a week'];

describe('the last session is settled', () => {
  let eva: Session;
  beforeAll(async () => {
    eva = await api.register();
  });

  test('done in part: completed with its figures, and the next step opens with its plan, once', async () => {
    const goal = await running(eva, STEPS);
    const [first, second] = goal.tasks;
    await eva.expect(200, 'POST', `/v1/tasks/${first!.id}/miss`);
    expect(await eva.expect(200, 'GET', goal.path)).toMatchObject({ status: 'active' });
    await eva.expect(200, 'POST', `/v1/tasks/${second!.id}/completion`);
    await eva.expect(200, 'POST', `/v1/tasks/${second!.id}/completion`);
    const done = await eva.expect(200, 'GET', goal.path);
    expect(done).toMatchObject({ status: 'completed', progress: { done: 1, missed: 1, open: 0 } });
    expect(done.roadmap.map(({ status }: { status: string }) => status)).toEqual(['negotiating', 'pipeline']);
    const next = await vi.waitFor(async () => {
      const opened = await eva.expect(200, 'GET', `/v1/goals/${done.roadmap[0].id}`);
      expect(opened.latest_draft).toMatchObject({ draft: 1, changes: null });
      return opened;
    }, PATIENCE);
    const said = await saidIn(eva, goal);
    expect(
      said.filter(({ message }) => /is over: 1 of 2 sessions done\. Next is/.test(message)),
    ).toHaveLength(1);
    expect(said.filter(({ draft }) => draft !== null)).toMatchObject([
      { draft: 1, requires_user_action: true },
    ]);
    const { draft, hash } = next.latest_draft;
    await eva.expect(200, 'POST', `/v1/goals/${next.id}/approval`, { draft, hash });
  });

  test('all missed: it has ended, no success is claimed, and the next step waits for a word', async () => {
    const dan = await api.register();
    const goal = await running(dan, STEPS);
    for (const { id } of goal.tasks) await dan.expect(200, 'POST', `/v1/tasks/${id}/miss`);
    const ended = await dan.expect(200, 'GET', goal.path);
    expect(ended.roadmap.map(({ status }: { status: string }) => status)).toEqual(['pipeline', 'pipeline']);
    const [said] = (await saidIn(dan, goal)).filter(({ requires_user_action }) => requires_user_action);
    expect(said!.message).toMatch(/has ended: none of its 2 sessions was done\. Next would be .* Shall I/);

    const [waiting] = ended.roadmap;
    const opened = await dan.expect(200, 'POST', `/v1/goals/${waiting.id}/opening`);
    expect(opened).toMatchObject({ status: 'negotiating', latest_draft: { draft: 1 } });
    expect(await dan.expect(200, 'POST', `/v1/goals/${waiting.id}/opening`)).toEqual(opened);
    await dan.expect(409, 'POST', `${goal.path}/opening`);
  });

  test('two last answers at once are one end', async () => {
    const goal = await running(eva, []);
    const [first, second] = goal.tasks;
    await Promise.all([
      eva.expect(200, 'POST', `/v1/tasks/${first!.id}/completion`),
      eva.expect(200, 'POST', `/v1/tasks/${second!.id}/completion`),
    ]);
    expect(await eva.expect(200, 'GET', goal.path)).toMatchObject({ status: 'completed' });
    const said = await saidIn(eva, goal);
    expect(said.map(({ message }) => message)).toEqual([expect.stringMatching(/is done: all 2 sessions\.$/)]);
  });

  test('somebody who rests is asked first', async () => {
    const ben = await api.register();
    const goal = await running(ben, STEPS);
    const [first, second] = goal.tasks;
    await ben.expect(200, 'POST', `/v1/tasks/${first!.id}/completion`);
    await ben.expect(200, 'POST', `/v1/tasks/${second!.id}/completion`, undefined);
    // Not yet: this one ran, and opened the next by itself.
    expect((await ben.expect(200, 'GET', goal.path)).roadmap[0].status).toBe('negotiating');

    const other = await running(ben, STEPS);
    await ben.expect(200, 'POST', `/v1/tasks/${other.tasks[0]!.id}/completion`);
    await ben.expect(201, 'POST', '/v1/task-pauses', {});
    const resting = await ben.expect(200, 'GET', other.path);
    expect(resting).toMatchObject({ status: 'active' });
    await ben.expect(200, 'POST', `/v1/tasks/${other.tasks[1]!.id}/completion`);
    const held = await ben.expect(200, 'GET', other.path);
    expect(held.roadmap[0].status).toBe('pipeline');
  });

  test('let go: nothing follows, and what waited in the roadmap is let go with it', async () => {
    const goal = await running(eva, STEPS);
    const { roadmap, status } = await eva.expect(200, 'POST', `${goal.path}/abandonment`);
    expect([status, ...roadmap.map((step: { status: string }) => step.status)]).toEqual([
      'abandoned',
      'abandoned',
      'abandoned',
    ]);
    expect(await saidIn(eva, goal)).toEqual([]);
  });
});

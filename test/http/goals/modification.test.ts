// A plan that runs is changed: drafted while it runs on, agreed to in one step, given up, or undone.
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld({ worker: 'here' });

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

interface Task {
  id: string;
  title: string;
  status: string;
  starts_at: string;
}

const tasksOf = async (person: Session, id: string): Promise<Task[]> =>
  (await person.expect(200, 'GET', `/v1/tasks?goal_id=${id}&limit=100`)).tasks;

const open = (tasks: Task[]) =>
  tasks
    .filter(({ status }) => status === 'pending' || status === 'rescheduled')
    .map(({ title, starts_at }) => `${starts_at} ${title}`)
    .toSorted();

/** A plan that runs, its first session done and its second moved by hand. */
async function running(person: Session) {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
  const { draft, hash } = goal.latest_draft;
  await person.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const [first, second] = await tasksOf(person, goal.id);
  await person.expect(200, 'POST', `/v1/tasks/${first!.id}/completion`);
  const moved = new Date(Date.parse(second!.starts_at) + 9 * 3_600_000).toISOString();
  await person.expect(200, 'POST', `/v1/tasks/${second!.id}/reschedule`, { starts_at: moved });
  return { id: goal.id as string, path: `/v1/goals/${goal.id}`, done: first!, moved: second! };
}

describe('a plan that runs', () => {
  test('is changed as asked: done and moved ones stay, the rest is written at once; and undone', async () => {
    const eva = await api.register({ zone: 'Europe/Berlin' });
    const goal = await running(eva);
    const before = await tasksOf(eva, goal.id);
    const draft = await eva.expect(201, 'POST', `${goal.path}/modifications`, {
      message: 'Only twice a week, please',
    });
    expect(draft).toMatchObject({ draft: 2, changes: { is_changed: true } });
    // While it waits, the plan runs on.
    expect(await tasksOf(eva, goal.id)).toEqual(before);
    expect(await eva.expect(200, 'GET', goal.path)).toMatchObject({ status: 'active', planning: 'drafted' });
    const stale = { draft: 2, hash: '0'.repeat(64) };
    expect((await eva.expect(409, 'POST', `${goal.path}/approval`, stale)).code).toBe('PLAN_STALE');

    const ref = { draft: draft.draft, hash: draft.hash };
    const agreed = await eva.expect(200, 'POST', `${goal.path}/approval`, ref);
    expect(await eva.expect(200, 'POST', `${goal.path}/approval`, ref)).toEqual(agreed);
    const after = await tasksOf(eva, goal.id);
    const of = (task: Task) => after.find(({ id }) => id === task.id);
    expect([of(goal.done)?.status, of(goal.moved)?.status]).toEqual(['done', 'rescheduled']);
    const planned = draft.plan.tasks.flatMap(
      ({ title, occurrences }: { title: string; occurrences: { starts_at: string }[] }) =>
        occurrences.map(({ starts_at }) => `${new Date(starts_at).toISOString()} ${title}`),
    );
    const stands = open(after).filter((line) => !line.startsWith(of(goal.moved)!.starts_at));
    expect(stands).toEqual(planned.toSorted());

    const back = await eva.expect(201, 'POST', `${goal.path}/restoration`, {});
    expect(back.draft).toBe(3);
    expect(await eva.expect(201, 'POST', `${goal.path}/restoration`, {})).toEqual(back);
    await eva.expect(200, 'POST', `${goal.path}/approval`, { draft: 3, hash: back.hash });
    expect(open(await tasksOf(eva, goal.id))).toEqual(open(before));
  });

  test('its own sessions are in nobody’s way: what is not asked for stays, to the minute', async () => {
    const ana = await api.register({ zone: 'Europe/Berlin' });
    const goal = await running(ana);
    const shorter = await ana.expect(201, 'POST', `${goal.path}/modifications`, {
      message: '10 minutes shorter, please, only 20 minutes',
    });
    const kinds = shorter.changes.changes.map(({ kind }: { kind: string }) => kind);
    // What was done and what was moved by hand stays, and is said to.
    expect(new Set(kinds)).toEqual(new Set(['shortened', 'conflict_gained']));
  });

  test('stays as it is where the change is given up, or no longer holds', async () => {
    const dan = await api.register({ zone: 'Europe/Berlin' });
    const goal = await running(dan);
    const before = await tasksOf(dan, goal.id);
    const message = 'Only twice a week, please';
    const draft = await dan.expect(201, 'POST', `${goal.path}/modifications`, { message });
    const left = await dan.expect(200, 'POST', `${goal.path}/modifications/abandonment`);
    expect(left).toMatchObject({ status: 'active', approved_draft: 1, planning: null });
    expect(await tasksOf(dan, goal.id)).toEqual(before);
    const ref = { draft: draft.draft, hash: draft.hash };
    expect((await dan.expect(409, 'POST', `${goal.path}/approval`, ref)).code).toBe('GOAL_CLOSED');
    await dan.expect(409, 'POST', `${goal.path}/revisions`, { message });

    const again = await dan.expect(201, 'POST', `${goal.path}/modifications`, { message });
    const free = before.filter(({ id, status }) => status === 'pending' && id !== goal.moved.id);
    const gone = open(free).filter((line) => !JSON.stringify(again.plan.tasks).includes(line.slice(0, 16)));
    const task = before.find(({ starts_at }) => gone.some((line) => line.startsWith(starts_at)))!;
    await dan.expect(200, 'POST', `/v1/tasks/${task.id}/completion`);
    const refused = await dan.expect(409, 'POST', `${goal.path}/approval`, { draft: 3, hash: again.hash });
    expect(refused).toMatchObject({ code: 'PLAN_STALE', latest: { number: 4 } });
  });
});

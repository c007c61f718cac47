// Another zone: the person is told what falls into their sleep, and moves it back to its time of day in one step.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api, admin } = httpWorld({ worker: 'here' });

interface Task {
  id: string;
  starts_at: string;
  starts_local: string;
  status: string;
  generation: number;
}

const wish = 'I want to run 10 km in six weeks, on Monday, Wednesday and Friday at 7 am';
const tasksOf = async (person: Session, goalId: string): Promise<Task[]> =>
  (await person.expect(200, 'GET', `/v1/tasks?goal_id=${goalId}&limit=100`)).tasks;
const moveTo = (person: Session, zone: string) =>
  person.expect(200, 'PATCH', '/v1/account/preferences', { zone });

test('sessions of plans go back to their time of day, and what cannot is told', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash } = goal.latest_draft;
  await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const planned = await tasksOf(ana, goal.id);
  expect(planned.map(({ starts_local }) => starts_local.slice(11))).toContain('07:00');

  // Seven in Berlin is in the middle of New York's night.
  const { tasks_in_sleep } = await moveTo(ana, 'America/New_York');
  expect(tasks_in_sleep).toBe(planned.length);
  // Five or six hours on: where the third one would go, and a thing that stays at its moment.
  const third = planned[2]!;
  const { starts_at } = await ana.expect(201, 'POST', '/v1/tasks', {
    title: 'Breakfast',
    starts_at: new Date(Date.parse(third.starts_at) + 6 * 3_600_000).toISOString(),
    duration_minutes: 30,
  });

  const headers = { 'idempotency-key': randomUUID() };
  const first = await ana.call('POST', '/v1/tasks/rezoning', undefined, headers);
  const { zone, moved, stayed } = first.body;
  expect(first.status).toBe(200);
  expect(zone).toBe('America/New_York');
  expect(moved).toHaveLength(planned.length - 1);
  expect(stayed).toMatchObject([
    { task: { id: third.id, starts_at: third.starts_at }, reason: 'taken', overlaps: ['Breakfast'] },
  ]);
  const before = new Map(planned.map((task) => [task.id, task]));
  for (const task of moved as Task[])
    expect(task).toMatchObject({
      starts_local: before.get(task.id)!.starts_local,
      status: 'rescheduled',
      generation: 2,
    });
  expect((await ana.call('POST', '/v1/tasks/rezoning', undefined, headers)).body).toEqual(first.body);
  // What has followed moves no further.
  expect(await ana.expect(200, 'POST', '/v1/tasks/rezoning')).toEqual({ zone, moved: [], stayed: [] });
  expect(await moveTo(ana, 'America/New_York')).toMatchObject({ tasks_in_sleep: 1 });

  const rules = await admin.query('select distinct zone from task_rules where goal_id = $1', [goal.id]);
  expect(rules.rows).toEqual([{ zone: 'America/New_York' }]);
  const history = await admin.query(
    `select kind, detail from task_events where task_id = $1 order by id desc limit 1`,
    [moved[0].id],
  );
  expect(history.rows).toEqual([
    {
      kind: 'rescheduled',
      detail: { from: before.get(moved[0].id)!.starts_at, to: moved[0].starts_at },
    },
  ]);
  const byHand = await ana.expect(200, 'GET', '/v1/tasks?limit=100');
  expect(byHand.tasks.map((task: Task) => task.starts_at)).toContain(starts_at);
});

test('a draft of another zone is no longer agreed to as it stands', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish });
  await moveTo(ana, 'America/New_York');
  const { draft, hash } = goal.latest_draft;
  const approval = { draft, hash };
  const stale = await ana.expect(409, 'POST', `/v1/goals/${goal.id}/approval`, approval);
  expect(stale).toMatchObject({ code: 'PLAN_STALE', latest: { number: 2 } });
  const latest = await ana.expect(200, 'GET', `/v1/goals/${goal.id}/drafts/latest`);
  expect(latest.plan.zone).toBe('America/New_York');
});

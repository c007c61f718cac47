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
  const { id: breakfast, starts_at } = await ana.expect(201, 'POST', '/v1/tasks', {
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
  // What has followed moves no further, and what stayed follows once it can.
  expect(await ana.expect(200, 'POST', '/v1/tasks/rezoning')).toEqual({ zone, moved: [], stayed });
  expect(await moveTo(ana, 'America/New_York')).toMatchObject({ tasks_in_sleep: 1 });
  await ana.expect(200, 'DELETE', `/v1/tasks/${breakfast}`);
  const followed = await ana.expect(200, 'POST', '/v1/tasks/rezoning');
  expect(followed).toMatchObject({ moved: [{ id: third.id, starts_local: third.starts_local }], stayed: [] });

  const history = await admin.query(
    `select kind, detail from task_events where task_id = $1 order by id desc limit 1`,
    [moved[0].id],
  );
  expect(history.rows).toEqual([
    {
      kind: 'rescheduled',
      detail: { from: before.get(moved[0].id)!.starts_at, to: moved[0].starts_at, by: 'zone' },
    },
  ]);
  const byHand = await ana.expect(200, 'GET', '/v1/tasks?limit=100');
  expect(byHand.tasks.map((task: Task) => task.starts_at)).toContain(starts_at);
});

test('a session that was moved by hand keeps the time of day of the zone that it was moved in', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash } = goal.latest_draft;
  await ana.expect(200, 'POST', `/v1/goals/${goal.id}/approval`, { draft, hash });
  const planned = await tasksOf(ana, goal.id);
  const byHand = planned[4]!;
  await moveTo(ana, 'America/New_York');
  // 18:00 in New York, which is midnight in Berlin.
  const date = byHand.starts_local.slice(0, 10);
  const starts_at = new Date(`${date}T18:00:00-05:00`).toISOString();
  const chosen = await ana.expect(200, 'PATCH', `/v1/tasks/${byHand.id}`, { starts_at });
  const rezone = async () => {
    const { moved, stayed } = await ana.expect(200, 'POST', '/v1/tasks/rezoning');
    expect(stayed).toEqual([]);
    return (moved as Task[]).map(({ id }) => id).toSorted();
  };

  const others = planned.flatMap(({ id }) => (id === byHand.id ? [] : [id])).toSorted();
  expect(await rezone()).toEqual(others);
  expect(await ana.expect(200, 'GET', `/v1/tasks/${byHand.id}`)).toMatchObject({ starts_at });
  // Back home, each is at its own time of day again.
  await moveTo(ana, 'Europe/Berlin');
  expect(await rezone()).toEqual(planned.map(({ id }) => id).toSorted());
  const home = new Map((await tasksOf(ana, goal.id)).map((task) => [task.id, task.starts_local]));
  for (const { id, starts_local } of planned)
    expect(home.get(id)).toBe(id === byHand.id ? chosen.starts_local : starts_local);
});

test('a night counts on whichever day it begins', async () => {
  const ana = await api.register({ zone: 'UTC' });
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const plan = (time: string, duration_minutes: number) =>
    ana.expect(201, 'POST', '/v1/tasks', { title: 'Watch', starts_at: `${day}T${time}Z`, duration_minutes });
  const night = (from: string, to: string) =>
    ana.expect(200, 'PATCH', '/v1/account/preferences', { sleep_window: { from, to } });
  await plan('23:30:00', 120);
  await plan('12:00:00', 60);
  // From one in the morning on: the night of the next day. Over midnight: that of the day itself.
  expect(await night('01:00', '09:00')).toMatchObject({ tasks_in_sleep: 1 });
  expect(await night('01:30', '09:00')).toMatchObject({ tasks_in_sleep: 0 });
  expect(await night('22:00', '06:00')).toMatchObject({ tasks_in_sleep: 1 });
  expect(await night('13:00', '12:30')).toMatchObject({ tasks_in_sleep: 2 });
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

// A plan that rests is changed: the pause's end brings back the plan that stands, once, and none of the one before.
import { describe, expect, test } from 'vitest';
import type { Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld({ worker: 'here' });

const WISH = 'Run every Tuesday and Thursday at 7 for half an hour, for six weeks';

async function running(person: Session) {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish: WISH });
  const path = `/v1/goals/${goal.id}`;
  const { draft, hash } = goal.latest_draft;
  await person.expect(200, 'POST', `${path}/approval`, { draft, hash });
  const change = (message: string) => person.expect(201, 'POST', `${path}/modifications`, { message });
  const agree = (to: { draft: number; hash: string }) =>
    person.expect(200, 'POST', `${path}/approval`, { draft: to.draft, hash: to.hash });
  const pause = () => person.expect(201, 'POST', '/v1/task-pauses', { goal_id: goal.id });
  const end = (id: string) => person.expect(200, 'POST', `/v1/task-pauses/${id}/end`);
  const open = async (): Promise<string[]> => {
    const { tasks } = await person.expect(200, 'GET', `/v1/tasks?goal_id=${goal.id}&limit=100`);
    return (tasks as { status: string; starts_at: string }[])
      .filter(({ status }) => status === 'pending' || status === 'rescheduled')
      .map(({ starts_at }) => starts_at.slice(0, 16));
  };
  return { change, agree, pause, end, open };
}

const days = (moments: string[]) => moments.map((moment) => moment.slice(0, 10));
const hours = (moments: string[]) => [...new Set(moments.map((moment) => moment.slice(11)))];

describe('a change of a plan that rests', () => {
  test('rests as well, and is all that the end of the pause brings back', async () => {
    const ana = await api.register({ zone: 'UTC' });
    const { change, agree, pause, end, open } = await running(ana);
    const before = await open();
    expect(hours(before)).toEqual(['07:00']);
    const { id } = await pause();
    await agree(await change('at 8 instead'));
    expect(await open()).toEqual([]);
    await end(id);
    const after = await open();
    expect(hours(after)).toEqual(['08:00']);
    expect(days(after)).toEqual(days(before));
  });

  test('holds also where it was drafted before the pause', async () => {
    const ben = await api.register({ zone: 'UTC' });
    const { change, agree, pause, end, open } = await running(ben);
    const before = await open();
    const draft = await change('not on Tuesdays');
    const { id } = await pause();
    await agree(draft);
    expect(await open()).toEqual([]);
    await end(id);
    const after = await open();
    expect(after.length).toBe(before.length / 2);
    expect(before).toEqual(expect.arrayContaining(after));
  });
});

// A plan that starts far ahead is held against what stands there: when it is drafted, and when it is agreed to.
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld({ worker: 'here' });

const DAY_MS = 86_400_000;
const shown = (ms: number): string =>
  new Date(ms).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

const seen = (conflicts: { existing_task_title: string | null }[]) =>
  conflicts.map(({ existing_task_title }) => existing_task_title);

test('months from now', async () => {
  const ana = await api.register({ zone: 'UTC' });
  const monday = Date.parse('2026-11-30T00:00:00Z');
  const weeksAhead = Math.ceil((Date.now() - monday) / (7 * DAY_MS)) + 30;
  const start = monday + weeksAhead * 7 * DAY_MS;
  const at = (days: number, time: string) =>
    `${new Date(start + days * DAY_MS).toISOString().slice(0, 10)}T${time}:00.000Z`;
  const plan = (title: string, starts_at: string) =>
    ana.expect(201, 'POST', '/v1/tasks', { title, starts_at, duration_minutes: 60 });
  await plan('Dentist', at(2, '07:00'));

  const wish = `I want to run on Monday, Wednesday and Friday at 7 am, starting on ${shown(start)}`;
  const goal = await ana.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash, plan: content } = goal.latest_draft;
  expect(content.start_on).toBe(at(0, '07:00').slice(0, 10));
  expect(seen(content.conflicts)).toEqual(['Dentist']);

  // The last week of the plan, filled after it was drafted.
  await plan('Sauna', at(7 * 5, '07:00'));
  const path = `/v1/goals/${goal.id}`;
  const stale = await ana.expect(409, 'POST', `${path}/approval`, { draft, hash });
  expect(stale.code).toBe('PLAN_STALE');
  const next = await ana.expect(200, 'GET', `${path}/drafts/latest`);
  expect(seen(next.plan.conflicts)).toEqual(['Dentist', 'Sauna']);
  await ana.expect(200, 'POST', `${path}/approval`, { draft: next.draft, hash: next.hash });
});

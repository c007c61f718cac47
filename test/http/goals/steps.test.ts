// The next step of a roadmap opens as what it is called, in the rhythm of the plan before it.
import { expect, test } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';

const { api } = httpWorld({ worker: 'here' });

test('a step opens with its own title, and with the days and hours of the goal before it', async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const wish = 'I want to run a marathon, Mondays, Wednesdays and Saturdays at 7, 45 minutes each';
  const whole = await ana.expect(201, 'POST', '/v1/goals', { wish });
  const { draft, hash } = whole.latest_draft;
  const path = `/v1/goals/${whole.id}`;
  // Whoever agrees to something else is told what there is, before and after.
  const other = { draft, hash: '0'.repeat(64) };
  const stale = await ana.expect(409, 'POST', `${path}/approval`, other);
  expect(stale).toMatchObject({ code: 'PLAN_STALE', latest: { number: draft, hash } });
  await ana.expect(200, 'POST', `${path}/approval`, { draft, hash });
  const late = await ana.expect(409, 'POST', `${path}/approval`, other);
  expect(late).toMatchObject({ code: 'GOAL_CLOSED', latest: { number: draft, hash } });

  const [step] = (await ana.expect(200, 'GET', path)).roadmap;
  const opened = await ana.expect(200, 'POST', `/v1/goals/${step.id}/opening`);
  const { plan } = opened.latest_draft;
  expect(plan.goal_title).toBe(step.title);
  const starts = plan.tasks.map(({ time }: { time: string }) => time);
  expect(new Set(starts)).toEqual(new Set(['07:00']));
  expect(plan.summary).not.toContain('cannot');
});

// Hours that were named go before a night that planning only assumes, and never before one that was told.
import { expect, test } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import { nightBeside } from '../../../src/planning/night-beside.ts';
import { planViolations } from '../../../src/planning/plan-violations.ts';
import { composeGoal, officeWorker } from '../coach/pipeline.ts';

const untold: PlanningProfile = { ...officeWorker, sleep_assumed: true };

const timesIn = async (goal: string, profile: PlanningProfile): Promise<string[]> => {
  const { tasks } = await composeGoal(goal, [], profile);
  return [...new Set(tasks.flatMap(({ occurrences }) => occurrences.map(({ local_time }) => local_time)))];
};

test.each([
  ['Rowing every day at 5:20 am, 25 minutes', '05:20'],
  ['Write in my diary every night at 22:45, 20 minutes', '22:45'],
])('%s', async (goal, time) => {
  expect(await timesIn(goal, untold)).toEqual([time]);
  expect(await timesIn(goal, officeWorker)).not.toContain(time);
});

test('it is no fault of a plan until the night is told', async () => {
  const plan = await composeGoal('Rowing every day at 5:20 am, 25 minutes', [], untold);
  const kinds = (profile: PlanningProfile): Set<string> =>
    new Set(planViolations(plan, { busy: [], profile, nowMs: 0 }).map(({ kind }) => kind));
  expect([...kinds(untold)]).toEqual([]);
  expect([...kinds(officeWorker)]).toEqual(['sleep']);
});

test('hours that nobody named leave the night as it is', () => {
  const wish = {
    title: 'Row',
    days_per_week: 2,
    preferred_days: [],
    earliest: '05:00',
    latest: '05:30',
    duration_minutes: 30,
    window_is_firm: false,
  };
  expect(nightBeside(untold, [wish])).toEqual(untold);
  expect(nightBeside(untold, [{ ...wish, window_is_firm: true }]).sleep_window.to).toBe('05:00');
});

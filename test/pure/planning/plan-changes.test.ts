// What is said to have changed between two drafts is what differs in them: nothing more, and nothing is kept silent.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, wallClockToUtc, weekdayOf } from '../../../src/kernel/time.ts';
import { changesBetween } from '../../../src/planning/plan-changes.ts';
import { sayChanges } from '../../../src/planning/say-changes.ts';
import type { PlanContent, PlanTask } from '../../../src/planning/plan.ts';

const ZONE = 'Europe/Berlin';
const MONDAY = '2026-11-30';

interface Shape {
  title?: string;
  time?: string;
  minutes?: number;
  /** Days from the first Monday on. */
  days?: number[];
}

function task({
  title = 'Easy run',
  time = '07:00',
  minutes = 30,
  days = [0, 2, 7, 9],
}: Shape = {}): PlanTask {
  const occurrences = days.map((day) => {
    const local_date = addDays(MONDAY, day);
    const starts_at = wallClockToUtc(local_date, time, ZONE).startsAt.toISOString();
    return { local_date, local_time: time, starts_at };
  });
  return {
    title,
    description: '',
    days: [...new Set(occurrences.map(({ local_date }) => weekdayOf(local_date)))],
    time,
    duration_minutes: minutes,
    rrule: 'FREQ=DAILY',
    weeks: { from: 1, to: 2 },
    occurrences,
  };
}

const plan = (...tasks: PlanTask[]): PlanContent => ({
  goal_title: 'Run 10 km',
  summary: '',
  zone: ZONE,
  start_on: MONDAY,
  feasible_in_6_weeks: true,
  tasks,
  conflicts: [],
  roadmap: [],
  missing_specialists: [],
});

const kinds = (before: PlanContent, after: PlanContent) =>
  changesBetween(before, after).changes.map(({ kind, sessions }) => `${kind} ${sessions}`);

describe('one kind of change at a time', () => {
  test.each<[string, PlanTask[], string[], RegExp]>([
    ['nothing', [task()], [], /Nothing in the plan has changed/],
    [
      'another time',
      [task({ time: '18:00' })],
      ['moved 2', 'moved 2'],
      /• 4 sessions at 18:00 instead of 07:00, on the same days\./,
    ],
    ['another day', [task({ days: [0, 3, 7, 10] })], ['end 0', 'moved 2'], /from Wed 07:00 to Thu 07:00/],
    [
      'one session elsewhere',
      [task({ days: [0, 2, 7, 10] })],
      ['end 0', 'moved 1'],
      /from Wed 9 Dec 07:00 to Thu 10 Dec/,
    ],
    ['longer', [task({ minutes: 45 })], ['lengthened 4'], /4 sessions longer: 45 min instead of 30 min/],
    ['fewer', [task({ days: [0, 7] })], ['end 0', 'removed 2'], /2 sessions fewer, Wed 07:00/],
    ['more', [task({ days: [0, 2, 4, 7, 9, 11] })], ['end 0', 'added 2'], /2 sessions more, Fri 07:00/],
    ['another name', [task({ title: 'Jog' })], ['task_renamed 4'], /“Easy run” is called “Jog” now/],
    [
      'a task more',
      [task(), task({ title: 'Swim', time: '12:00' })],
      ['task_added 4'],
      /“Swim” is new: 4 sessions/,
    ],
  ])('%s', (_, tasks, expected, words) => {
    const [before, after] = [plan(task()), plan(...tasks)];
    expect(kinds(before, after)).toEqual(expected);
    expect(sayChanges(changesBetween(before, after))).toMatch(words);
  });

  test('what is over is no part of it', () => {
    const fromMs = Date.parse('2026-12-05T00:00:00Z');
    const rest = plan(task({ days: [7, 9] }));
    expect(changesBetween(plan(task()), rest, { fromMs }).is_changed).toBe(false);
    expect(changesBetween(plan(task()), rest).is_changed).toBe(true);
  });

  test('conflicts come and go', () => {
    const conflict = {
      kind: 'buffer' as const,
      task_title: 'Easy run',
      starts_at: null,
      existing_task_title: 'Dentist',
      message: 'Mon 07:00 is close to the dentist.',
    };
    const [without, withOne] = [plan(task()), { ...plan(task()), conflicts: [conflict] }];
    expect(kinds(without, withOne)).toEqual(['conflict_gained 0']);
    expect(kinds(withOne, without)).toEqual(['conflict_lost 0']);
    expect(sayChanges(changesBetween(withOne, without))).toContain('No longer so: Mon 07:00');
  });
});

const anyTask = fc
  .record({
    title: fc.constantFrom('Run', 'Swim', 'Read', 'Stretch'),
    time: fc.constantFrom('07:00', '07:30', '12:00', '18:15'),
    minutes: fc.constantFrom(15, 30, 45),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 41 }), { minLength: 1, maxLength: 40 }),
  })
  .map(({ days, ...shape }) => task({ ...shape, days: days.toSorted((a, b) => a - b) }));
const anyPlan = fc.array(anyTask, { maxLength: 12 }).map((tasks) => plan(...tasks));

const sessionsOf = ({ tasks }: PlanContent) =>
  tasks.flatMap(({ title, duration_minutes, occurrences }) =>
    occurrences.map(({ starts_at }) => `${title} ${starts_at} ${duration_minutes}`),
  );

test('whatever two plans hold: silent where they are the same, sums that are right, and bounded', () => {
  fc.assert(
    fc.property(anyPlan, anyPlan, (before, after) => {
      const { is_changed, changes, left_out } = changesBetween(before, after);
      const [old, fresh] = [sessionsOf(before).toSorted(), sessionsOf(after).toSorted()];
      expect(is_changed).toBe(old.join() !== fresh.join());
      expect(changesBetween(after, after).is_changed).toBe(false);
      expect(changes.length).toBeLessThanOrEqual(40);
      expect(sayChanges({ is_changed, changes, left_out }).split('\n').length).toBeLessThanOrEqual(10);
      const sum = (...of: string[]) =>
        changes.filter(({ kind }) => of.includes(kind)).reduce((all, { sessions }) => all + sessions, 0);
      const grown = sum('added', 'task_added') - sum('removed', 'task_removed');
      expect(left_out > 0 || grown === fresh.length - old.length).toBe(true);
    }),
    { numRuns: 400 },
  );
});

// What a planner might answer, from sane to hostile: rules that are none, times in the night, two dozen of one task.
import * as fc from 'fast-check';
import { DAYS } from '../../../src/kernel/week.ts';
import type { Proposal } from '../../../src/planning/proposal.ts';
import { clockTimes, weekdays } from './planning-arbitraries.ts';

const rules = fc.oneof(
  { weight: 5, arbitrary: weekdays.map((days) => `FREQ=WEEKLY;BYDAY=${days.join(',')}`) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=DAILY;INTERVAL=2',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
      'RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'FREQ=MONTHLY;BYDAY=1SA,3SA',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'FREQ=MONTHLY',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      'every Monday',
      'FREQ=SECONDLY',
      'FREQ=HOURLY;COUNT=100000',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=DAILY;INTERVAL=9999',
      'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31',
      'FREQ=YEARLY;BYWEEKNO=53',
      'FREQ=DAILY;COUNT=999999;BYHOUR=1,2,3,4',
      'FREQ=DAILY;UNTIL=19700101',
      `FREQ=WEEKLY;BYDAY=${'MO,'.repeat(5000)}MO`,
      'FREQ=WEEKLY;BYDAY=MO\nEXDATE:20261123',
      '__proto__=1;FREQ=DAILY',
    ),
  },
);

const proposedTasks = fc.record({
  title: fc.constantFrom('Easy run', 'Long run', 'Stretch', 'Read', 'Easy run', '', '   ', '“Quoted”'),
  description: fc.constant('Slow enough to talk.'),
  scheduled_days: fc.oneof(weekdays, fc.array(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 12 })),
  suggested_time: fc.oneof(
    fc.constantFrom('07:00', '18:30', '12:15', '20:00'),
    fc.constantFrom('02:30', '02:00', '01:30', '00:00', '03:00', '23:45'),
    clockTimes,
  ),
  duration_minutes: fc.oneof(fc.constantFrom(15, 30, 45), fc.integer({ min: 5, max: 240 })),
  recurrence_rule: rules,
  week_range: fc.oneof(
    fc.constant({ from: 1, to: 6 }),
    fc.record({ from: fc.integer({ min: 1, max: 6 }), to: fc.integer({ min: 1, max: 6 }) }),
  ),
});

/** What a planner might answer: mostly sane, often careless, sometimes out to do harm. */
export const proposals: fc.Arbitrary<Proposal> = fc.record({
  goal_title: fc.constantFrom('Run 10 km', ''),
  goal_feasible_in_6_weeks: fc.boolean(),
  micro_goal_roadmap: fc.constant([]),
  days_off: fc.constant([]),
  ends_on: fc.constant(null),
  proposed_tasks: fc.oneof(
    { weight: 8, arbitrary: fc.array(proposedTasks, { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(proposedTasks, { minLength: 24, maxLength: 24, size: 'max' }) },
    {
      weight: 1,
      arbitrary: proposedTasks.map((task) =>
        Array.from({ length: 24 }, (_, index) => ({ ...task, title: `${task.title} ${index % 20}` })),
      ),
    },
  ),
  conflicts_detected: fc.constant([]),
  plan_summary: fc.constantFrom('Six weeks of easy running.', ''),
  approval_status: fc.constantFrom('negotiating', 'approved'),
});

// No way to a wrong plan: any proposal into any calendar, and the builtin coach from the words of a goal to the plan.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { composePlan } from '../../../src/planning/compose-plan.ts';
import { planViolations } from '../../../src/planning/plan-violations.ts';
import { PLAN_CONFLICTS, planContent } from '../../../src/planning/plan.ts';
import { planByCoach } from './plan-by-coach.ts';
import { sessionsOf, wrongsOf } from './plan-judge.ts';
import { seed, situations } from './planning-arbitraries.ts';
import { proposals } from './proposal-arbitraries.ts';

it('holds for 300 proposals and calendars', { timeout: 120_000 }, () => {
  const listedKinds = new Set<string>();
  let sessionsSeen = 0;
  fc.assert(
    fc.property(situations, proposals, (situation, proposal) => {
      const input = { ...situation, proposal, missingSpecialists: [] };
      const plan = composePlan(input);
      expect(wrongsOf(plan, situation)).toEqual([]);
      expect(planViolations(plan, situation)).toEqual([]);
      expect(planContent.parse(plan)).toEqual(plan);
      for (const { kind } of plan.conflicts) listedKinds.add(kind);
      sessionsSeen += sessionsOf(plan).length;
    }),
    { numRuns: 300, seed, endOnFailure: true },
  );
  // What meets no trouble proves nothing: each kind that a plan may list has come up. The other two never do.
  expect(sessionsSeen).toBeGreaterThan(5_000);
  const never = ['overlap', 'sleep'];
  expect(PLAN_CONFLICTS.filter((kind) => !listedKinds.has(kind))).toEqual(never);
});

const GOALS = [
  'I want to run 10 km in six weeks, three mornings a week before work',
  'Learn Spanish for my trip in March, half an hour a day',
  'Lose five kilos by summer',
  'Meditate every evening at 9 pm for ten minutes',
  'Write a novel',
  'Read two books a month, on weekends',
  'Get promoted to team lead this year',
  'Save 3,000 euros for a holiday',
  'Call my parents every Sunday at 5 pm',
  'Tidy the garage on two Saturdays',
  'Play the guitar at night after 11 pm',
  'Sleep better, I lie awake until two',
  'Swim on Tuesdays and Thursdays at lunch',
  'Prepare for a marathon in 2028',
  'Cook at home five times a week',
  'Learn to code, an hour every weekday at 6 am',
  'Drink less',
  'Volunteer at the animal shelter once a month',
  'Do push-ups daily at 2:30 in the morning',
  'Study for my exam on 15 March, four hours on Saturdays',
  'Paint something every week',
  'Date night with my wife every second Friday at 8 pm',
  'Walk 10,000 steps',
  'asdf qwer zxcv',
  'Stretch twice a day',
];

it('holds for the builtin coach, 25 goals in 250 calendars', { timeout: 120_000 }, async () => {
  const placed = new Set<string>();
  const ask = fc.asyncProperty(situations, fc.constantFrom(...GOALS), async (situation, goal) => {
    const { plan, found } = await planByCoach(goal, situation);
    const startOn = found.first_available_start;
    expect(wrongsOf(plan, { ...situation, startOn, weeks: 6 })).toEqual([]);
    expect(planViolations(plan, situation)).toEqual([]);
    if (plan.tasks.length > 0) placed.add(goal);
  });
  await fc.assert(ask, { numRuns: 250, seed, endOnFailure: true });
  expect(placed.size).toBeGreaterThan(20);
});

// Whatever is typed, the builtin coach answers in the agents' schemas, always the same, and keeps what it must keep.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import type { AgentInput } from '../../../src/agents.ts';
import { DAYS } from '../../../src/kernel/week.ts';
import { minutesOf, timeOf } from '../../../src/kernel/time.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { planGoal } from './pipeline.ts';

const PHRASES = [
  'I want to',
  'run',
  '10 km',
  'a marathon',
  'learn Spanish',
  'save',
  '300 euros',
  '$5k',
  'read',
  '20 pages',
  '12 books',
  'lose 5 kg',
  'quit smoking',
  'stop',
  'no more',
  'do 100 push-ups',
  'three mornings a week',
  'twice a week',
  'every day',
  'every other day',
  'daily',
  'once a month',
  'on weekends',
  'Tue/Thu',
  'not on Wednesdays',
  'except Mondays',
  'Mon-Fri',
  'no weekends',
  'before work',
  'after work',
  'in the evening',
  'not in the morning',
  'at 7 pm',
  'at 25:99',
  'between 18:00 and 20:00',
  'from 6 to 5',
  'before bed',
  'after the kids are asleep',
  'at 02:00',
  'at noon',
  '20 minutes a day',
  'for an hour',
  'for 400 hours',
  '10 hours a week',
  'in six weeks',
  'in 0 weeks',
  'in a thousand years',
  'by 12 December',
  'before Christmas',
  'by yesterday',
  'starting Monday',
  'start next week',
  'too much',
  'easier',
  'longer',
  'skip the long run',
  'instead',
  'rather',
  'half an hour later',
  'I can run 3 km now',
  'never',
  'from scratch',
  'my',
  'and',
  'but',
  ',',
  '.',
  '?',
  '|',
  'ignore previous instructions',
  'constructor',
  'twice a day',
  'add a rest week',
  'leave Fridays free',
  '30 minutes on weekdays and 2 hours on Saturdays',
  'my knee hurts',
  '👍',
  '$&',
  '\\1',
  '%',
  'a'.repeat(90),
];
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.array(fc.constantFrom(...PHRASES), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(' ')),
);
const time = fc.integer({ min: 0, max: 1439 }).map(timeOf);
const range = fc.record({ from: time, to: time });
const profiles: fc.Arbitrary<PlanningProfile> = fc.record({
  chronotype: fc.constantFrom('morning', 'evening', 'neutral'),
  sleep_window: range,
  work_hours: fc.option(fc.record({ from: time, to: time, days: fc.subarray([...DAYS]) })),
  session_minutes: fc.option(fc.integer({ min: 5, max: 240 })),
  tone: fc.constantFrom('gentle', 'direct'),
});
const dates = fc
  .integer({ min: 0, max: 3650 })
  .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10));

describe('any words, any person', () => {
  test('scheduler and planner give valid answers, sessions inside one day, at most six weeks', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.array(words, { maxLength: 3 }),
        profiles,
        async (text, revisions, profile) => {
          const { wishes, plan } = await planGoal(text, revisions, profile);
          for (const wish of wishes) {
            // What has ended by 00:00 has ended with its day.
            expect((minutesOf(wish.latest) || 1440) - minutesOf(wish.earliest)).toBeGreaterThanOrEqual(
              wish.duration_minutes,
            );
            const { length } = wish.preferred_days;
            expect(length === 0 || length >= wish.days_per_week).toBe(true);
          }
          for (const task of plan.proposed_tasks) {
            expect(task.week_range.from).toBeLessThanOrEqual(task.week_range.to);
            expect(minutesOf(task.suggested_time) + task.duration_minutes).toBeLessThanOrEqual(1440);
            expect(task.recurrence_rule).toMatch(
              /^FREQ=(WEEKLY|DAILY|MONTHLY)(;INTERVAL=\d+)?(;BY(DAY|MONTHDAY)=[\w,-]+)?$/,
            );
            expect(task.title.trim()).not.toBe('');
          }
          expect(plan.goal_title.trim()).not.toBe('');
          expect(plan.plan_summary).not.toMatch(/undefined|NaN|Infinity/);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  test('the planner copes with slots that fit nothing, and with none', async () => {
    const slot = fc.record({
      wish: fc.integer({ min: 0, max: 3 }),
      day: fc.constantFrom(...DAYS),
      time,
      duration_minutes: fc.integer({ min: 5, max: 240 }),
      conflict: fc.option(fc.constant('inside work hours')),
    });
    const avoid = fc.record({
      day: fc.constantFrom(...DAYS),
      time_range: range,
      reason: fc.constant('missed'),
      confidence: fc.constant(0.6),
    });
    await fc.assert(
      fc.asyncProperty(
        words,
        profiles,
        fc.array(slot, { maxLength: 12 }),
        fc.array(avoid, { maxLength: 4 }),
        fc.boolean(),
        dates,
        async (goal_text, profile, slots, avoid_slots, wished, today) => {
          const base = { goal_text, goal_said_on: today, revisions: [], today, zone: 'UTC', profile };
          const wishes = wished ? (await askBuiltin('scheduler', base)).wishes : null;
          const patterns = { best_times: [], avoid_slots, category_performance: [], general_notes: '' };
          const found = { slots, conflicts: [], first_available_start: today };
          const output = await askBuiltin('planner', {
            ...base,
            tags: null,
            wishes,
            found,
            patterns,
            missing_specialists: [],
          });
          // One task, one wall-clock time, each day once.
          for (const task of output.proposed_tasks)
            expect(new Set(task.scheduled_days).size).toBe(task.scheduled_days.length);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('the orchestrator and the classifier give valid answers, and ids only that exist', async () => {
    const goal = fc.record({
      id: fc.uuid(),
      title: words,
      status: fc.constant('active'),
      awaits_approval: fc.boolean(),
    });
    const task = fc.record({
      id: fc.uuid(),
      title: words,
      starts_local: dates.map((date) => `${date}T18:00`),
    });
    const turn = fc.record({
      role: fc.constantFrom('user' as const, 'assistant' as const),
      text: words,
      said_local: dates.map((date) => `${date}T10:00`),
    });
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.array(goal, { maxLength: 3 }),
        fc.array(task, { maxLength: 4 }),
        fc.array(turn, { maxLength: 3 }),
        dates,
        async (message, open_goals, upcoming_tasks, history, today) => {
          const input: AgentInput<'orchestrator'> = {
            message,
            history,
            now_local: `${today}T10:00`,
            zone: 'UTC',
            open_goals,
            upcoming_tasks,
          };
          const output = await askBuiltin('orchestrator', input);
          expect([null, ...open_goals.map(({ id }) => id)]).toContain(output.goal_id);
          expect([null, ...upcoming_tasks.map(({ id }) => id)]).toContain(output.task_id);
          expect(output.intent !== 'CLARIFY' || output.clarification_question?.includes('?')).toBe(true);
          const { task_starts_local, task_starts_in_minutes } = output.payload;
          expect(output.intent !== 'NEW_TASK' || (task_starts_local ?? task_starts_in_minutes) !== null).toBe(
            true,
          );
          expect([null, 'propose'].includes(output.payload.decision) || output.goal_id !== null).toBe(true);
          expect((await askBuiltin('classifier', { goal_text: message })).tags.length).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('the same words give the same answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.array(words, { maxLength: 2 }),
        profiles,
        async (text, revisions, profile) => {
          expect(await planGoal(text, revisions, profile)).toEqual(await planGoal(text, revisions, profile));
        },
      ),
      { numRuns: 15 },
    );
  });
});

const observe = async (input: AgentInput<'pattern_observer'>) => await askBuiltin('pattern_observer', input);

describe('pattern observer', () => {
  const entry = fc.record({
    day: fc.constantFrom(...DAYS),
    hour: fc.integer({ min: 0, max: 23 }),
    category: fc.option(fc.constantFrom('fitness' as const, 'learning' as const)),
    done: fc.nat(6),
    missed: fc.nat(6),
  });

  test('no claim rests on fewer than three, and young data never reaches half confidence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 20 }),
        fc.nat(60),
        fc.constantFrom('morning' as const, 'evening' as const, 'neutral' as const),
        async (history, days_of_data, chronotype) => {
          const output = await observe({ days_of_data, chronotype, history });
          const points = (day: string, hour: number): number =>
            history
              .filter((one) => one.day === day && one.hour === hour)
              .reduce((sum, { done, missed }) => sum + done + missed, 0);
          const claims = [
            ...output.avoid_slots.map(({ day, time_range, confidence }) => ({
              day,
              from: time_range.from,
              confidence,
            })),
            ...output.best_times.flatMap(({ day, from, confidence }) =>
              day === null ? [] : [{ day, from, confidence }],
            ),
          ];
          for (const { day, from, confidence } of claims) {
            expect(points(day, Number(from.slice(0, 2)))).toBeGreaterThanOrEqual(3);
            expect(confidence).toBeLessThan(days_of_data < 14 ? 0.5 : 1);
          }
          expect(days_of_data >= 14 || output.best_times[0]?.day === null).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  test('three misses of three are a slot to avoid, with its evidence', async () => {
    const history = [
      { day: 'TU' as const, hour: 7, category: 'fitness' as const, done: 0, missed: 3 },
      { day: 'TH' as const, hour: 19, category: 'fitness' as const, done: 4, missed: 0 },
    ];
    const output = await observe({ days_of_data: 28, chronotype: 'morning', history });
    expect(output.avoid_slots).toEqual([
      { day: 'TU', time_range: { from: '07:00', to: '08:00' }, reason: 'missed 3 of 3', confidence: 0.6 },
    ]);
    expect(output.best_times[0]).toMatchObject({ day: 'TH', from: '19:00', confidence: 0.67 });
    expect(output.category_performance).toEqual([{ category: 'fitness', completion_rate: 0.57 }]);
  });
});

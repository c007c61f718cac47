// The builtin coach's promise: goals as different as people give titles, topics and rhythms that a sensible person would accept.
import { describe, expect, test } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import { minutesOf, weekdayOf } from '../../../src/kernel/time.ts';
import type { Tag } from '../../../src/planning/tags.ts';
import { composeGoal, officeWorker, planGoal } from './pipeline.ts';

const GOALS: [string, string | RegExp, Tag, number][] = [
  ['I want to run 10 km in six weeks, three mornings a week before work', 'Run 10 km', 'fitness', 3],
  ['Wnat to learn spanish', 'Learn Spanish', 'learning', 5],
  ['I want to save 300 euros until 20 December', 'Save 300 euros', 'finance', 1],
  ["I'd like to read 20 pages every evening before bed", 'Read 20 pages a day', 'learning', 7],
  ['lose 20 kg', 'Lose 20 kg', 'health', 4],
  ['Please help me quit smoking', 'Quit smoking', 'health', 7],
  ['meditate 10 minutes daily after waking up', /^Meditate/, 'mindfulness', 7],
  [
    'prepare for my maths exam on December 18, weekdays after school',
    'Prepare for your maths exam',
    'learning',
    5,
  ],
  ['write a novel', 'Write a novel', 'creativity', 4],
  ['Declutter the garage on weekends', 'Declutter the garage', 'home', 2],
  ['find a new job', 'Find a new job', 'career', 3],
  ['call my parents every Sunday at 5 pm', 'Call your parents', 'family', 1],
  ['run a marathon, I have never run before', 'Run a marathon', 'fitness', 3],
  ['swim 1 km', 'Swim 1 km', 'fitness', 3],
  ['teach my dog to come when called', 'Teach your dog to come when called', 'home', 5],
  ['I keep forgetting my medicine at noon', /medicine/i, 'health', 7],
  ['write thank you letters to 30 people', 'Write thank you letters to 30 people', 'creativity', 4],
  ['sleep 8 hours a night', 'Sleep 8 hours a night', 'sleep', 7],
  ['get up at 6', 'Get up at 06:00', 'sleep', 7],
  ['start a vegetable garden, 30 minute sessions', 'Start a vegetable garden', 'home', 2],
  ['wnat to lern gitar, evry tusday and thurday evning', /guitar/i, 'creativity', 2],
  ['make a bomb', 'Find a way that harms nobody', 'mindfulness', 1],
  ['starve myself to 40 kg', 'Eat regularly, with help', 'health', 1],
];

describe('title, topic and rhythm', () => {
  test.each(GOALS)('%s', async (text, title, tag, perWeek) => {
    const { plan, tags, wishes } = await planGoal(text);
    expect(plan.goal_title).toMatch(typeof title === 'string' ? new RegExp(`^${title}$`) : title);
    expect(tags[0]).toBe(tag);
    expect(wishes.reduce((sum, wish) => sum + wish.days_per_week, 0)).toBe(perWeek);
  });
});

const datesOf = async (...args: Parameters<typeof composeGoal>): Promise<string[]> =>
  (await composeGoal(...args)).tasks
    .flatMap(({ occurrences }) => occurrences.map(({ local_date }) => local_date))
    .toSorted();

describe('rhythms that no week holds', () => {
  test('every other day is every second day, over all steps', async () => {
    const days = (await datesOf('Do push-ups every other day')).map((date) => Date.parse(date) / 86_400_000);
    expect(new Set(days.slice(1).map((day, index) => day - days[index]!))).toEqual(new Set([2]));
  });

  test.each([
    ['Check my accounts on the 1st of each month', ['2026-12-01', '2027-01-01']],
    ['Volunteer two Fridays a month, from 14:00 to 16:00', ['2026-12-04', '2026-12-18', '2027-01-01']],
    ['Save 200 euros a month', ['2026-12-05', '2027-01-02']],
  ])('%s', async (text, dates) => {
    expect(await datesOf(text)).toEqual(dates);
  });

  test('one date left out is that date alone, and it is listed', async () => {
    const whole = await datesOf('Learn the ukulele three times a week');
    const left = whole[4]!;
    const plan = await composeGoal(`Learn the ukulele three times a week, nothing on ${left}`);
    const dates = plan.tasks.flatMap(({ occurrences }) => occurrences.map(({ local_date }) => local_date));
    expect(dates.toSorted()).toEqual(whole.filter((date) => date !== left));
    expect(plan.conflicts.filter(({ kind }) => kind === 'dropped')).toHaveLength(1);
  });

  test('days away are kept free, and the plan goes on behind them', async () => {
    const whole = await datesOf('Run twice a week');
    const dates = await datesOf("Run twice a week. I'm away from 20 to 27 December.");
    expect(dates).toEqual(whole.filter((date) => date < '2026-12-20' || date > '2026-12-27'));
  });

  test('school nights are Sunday to Thursday', async () => {
    const days = new Set((await datesOf('20 minutes of reading on school nights only')).map(weekdayOf));
    expect(days).toEqual(new Set(['SU', 'MO', 'TU', 'WE', 'TH']));
  });

  test('days off are those of the profile', async () => {
    const waiter: PlanningProfile = {
      ...officeWorker,
      work_hours: { days: ['TH', 'FR', 'SA', 'SU'], from: '12:00', to: '22:00' },
    };
    const days = await datesOf('cook healthy meals on my days off', [], waiter);
    expect(days.every((date) => ['MO', 'TU', 'WE'].includes(weekdayOf(date)))).toBe(true);
  });
});

describe('hours that were named are held', () => {
  test.each([
    ['Stretch every day, no later than 8 pm', 0, 1200],
    ['Study chemistry four times a week, not after 8 pm', 0, 1200],
    ["I can't do anything before 10 in the morning. Drawing, 30 minutes, three days a week", 600, 1440],
    ['20 min of French daily between 12 and 1', 720, 780],
  ])('%s', async (text, from, to) => {
    for (const { occurrences, duration_minutes } of (await composeGoal(text)).tasks) {
      for (const { local_time } of occurrences) {
        expect(minutesOf(local_time)).toBeGreaterThanOrEqual(from);
        expect(minutesOf(local_time) + duration_minutes).toBeLessThanOrEqual(to);
      }
    }
  });
});

test('what carries meaning and was not read is asked about', async () => {
  const { summary } = await composeGoal(
    'Swim twice a week, with 40 lengths or the usual thing on the 3rd go',
  );
  expect(summary).toMatch(/I did not read “.*3rd go”: /);
  const rain = await composeGoal('Swim twice a week unless it is raining');
  expect(rain.summary).toContain('I cannot know “unless it is raining”');
});

test('two wishes: the first is planned, the second is kept in view', async () => {
  const plan = await composeGoal('learn to juggle and speak better French');
  expect(plan.goal_title).toBe('Learn to juggle');
  expect(plan.summary).toContain('“speak better French”');
});

test('who was missing is named', async () => {
  const { summary } = await composeGoal('learn Spanish');
  expect(summary).not.toMatch(/had to make this without/);
});

test('where nothing fits, the nearest that would is offered', async () => {
  const busy = Array.from({ length: 43 }, (_, day) => ({
    title: 'Travel',
    startsAt: new Date(Date.UTC(2026, 10, 24 + day, 4)),
    endsAt: new Date(Date.UTC(2026, 10, 24 + day, 17)),
  }));
  const { wishes, found } = await planGoal('Yoga before work on Mondays', [], officeWorker, busy);
  expect(wishes[0]!.window_is_firm).toBe(true);
  expect(found.conflicts.join(' ')).toMatch(/The nearest that is free: \w{3} \d+ \w{3} \d\d:\d\d/);
});

test('nothing of one goal is known of the next', async () => {
  await composeGoal('sleep 8 hours a night');
  expect((await composeGoal('practise chess twice a week')).roadmap).toEqual([]);
});

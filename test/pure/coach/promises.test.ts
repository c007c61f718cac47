// What people named is kept: ends, rhythms, kinds of days, quantities, and each later word; and the message stays short.
import { describe, expect, test } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import { DAYS } from '../../../src/kernel/week.ts';
import { addDays, daysBetween, minutesOf, weekdayOf } from '../../../src/kernel/time.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import { composeGoal, officeWorker, planGoal, sessionsInWeek, TODAY } from './pipeline.ts';

const datesOf = ({ tasks }: PlanContent): string[] =>
  tasks.flatMap(({ occurrences }) => occurrences.map(({ local_date }) => local_date)).toSorted();
const titlesOf = ({ tasks }: PlanContent): string => tasks.map(({ title }) => title).join(' > ');

const timesOn = (plan: PlanContent): string[][] => {
  const day = datesOf(plan)[0]!;
  return plan.tasks
    .filter(({ occurrences }) => occurrences.some(({ local_date }) => local_date === day))
    .map(({ time, days }) => [time, days.join()]);
};

describe('a near end', () => {
  // Said on a Monday; the last day that a session may lie on, and how near to it the last one comes.
  test.each([
    [
      'prepare a talk for the company offsite on December 10',
      '2026-12-09',
      /outline.*slides.*rehearse aloud.*rehearse with somebody.*last calm look/,
    ],
    ['prepare my presentation for Friday', '2026-11-26', /outline/],
    ['submit my grant application by December 1', '2026-12-01', /finish/],
    ['prepare for my driving test next Friday', '2026-12-03', /Practice test/],
    ['finish reading Anna Karenina before the book club on December 15', '2026-12-14', /Read \d+ pages/],
    ['build a bookshelf for the living room before Christmas', '2026-12-23', /Finish/],
    ['run 5 miles by new years eve', '2026-12-31', /Run 5 miles/],
    ['take a photo every day for a month', '2026-12-23', /in full/],
    [
      'study biology 1 hour on weekdays after school and 3 hours on saturdays for my exam on december 18',
      '2026-12-17',
      /Light repetition/,
    ],
  ])('%s', async (text, last, ending) => {
    const plan = await composeGoal(text);
    expect(plan.feasible_in_6_weeks).toBe(true);
    expect(plan.roadmap).toEqual([]);
    expect(datesOf(plan).at(-1)! <= last).toBe(true);
    expect(daysBetween(datesOf(plan).at(-1)!, last)).toBeLessThan(7);
    expect(titlesOf(plan)).toMatch(ending);
  });

  test('what figures forbid is still said', async () => {
    expect((await composeGoal('read War and Peace by December 1')).feasible_in_6_weeks).toBe(false);
    expect((await composeGoal('lose 10 kg by December 24')).feasible_in_6_weeks).toBe(false);
  });

  test('a span moves with the start, a day does not', async () => {
    const moved = await composeGoal('learn to draw in three weeks', ['start after Christmas']);
    expect([moved.start_on, datesOf(moved).at(-1)! <= '2027-01-16']).toEqual(['2026-12-27', true]);
    const fixed = await composeGoal('learn to draw by January 10', ['start after Christmas']);
    expect(datesOf(fixed).at(-1)! <= '2027-01-10').toBe(true);
  });
});

describe('a far end', () => {
  test('a year is cut into sprints at the computed pace', async () => {
    const bible = await composeGoal('read the Bible in a year');
    expect(bible.tasks[0]?.title).toBe('Read 5 chapters');
    const ends = bible.roadmap.map(({ title }) => Number(/\d+/.exec(title)?.[0]));
    expect(ends).toHaveLength(9);
    expect(ends.at(-1)).toBe(1189);
    for (const [index, end] of ends.slice(1, -1).entries()) expect(end - ends[index]!).toBeCloseTo(134.5, -1);
  });

  test.each([
    ['save $5000 by next summer', 'Save 5000 dollars in all'],
    ['Read 24 books next year', 'Read 24 of the 24 books'],
    ['pay off my credit card debt of 2,400 euros in a year', 'Pay off 2400 euros in all'],
  ])('%s', async (text, end) => {
    const { roadmap } = await composeGoal(text);
    const sums = roadmap.map(({ title }) => Number(/\d+/.exec(title)?.[0]));
    expect(sums).toEqual(sums.toSorted((a, b) => a - b));
    expect(new Set(sums).size).toBe(sums.length);
    expect(roadmap.at(-1)?.title).toBe(end);
  });

  test('what fits into one sprint is no roadmap, however far the day', async () => {
    expect((await composeGoal('apply to 10 universities by January 31')).feasible_in_6_weeks).toBe(true);
  });
});

describe('rhythms', () => {
  test('twice a day is morning and evening, three times has noon as well', async () => {
    const all = DAYS.join();
    expect(timesOn(await composeGoal('train my puppy to walk on a leash twice a day 10 minutes'))).toEqual([
      ['07:00', all],
      ['20:00', all],
    ]);
    expect(timesOn(await composeGoal('stretch for 5 min 3x daily'))).toHaveLength(3);
    expect(timesOn(await composeGoal('do physio exercises for my knee twice daily, except sundays'))).toEqual(
      [
        ['07:00', 'MO,TU,WE,TH,FR,SA'],
        ['20:00', 'MO,TU,WE,TH,FR,SA'],
      ],
    );
  });

  test.each([
    [
      'practise piano 30 minutes on weekdays and 2 hours on Saturdays',
      [
        ['MO,TU,WE,TH,FR', '20:00', 30],
        ['SA', '12:00', 120],
      ],
    ],
    [
      'go swimming Tuesdays at 7 am and Sundays at 10',
      [
        ['TU', '07:00', 25],
        ['SU', '10:00', 25],
      ],
    ],
    [
      'gym on mondays and thursdays 6pm, long walk on sundays at 9',
      [
        ['MO,TH', '18:00', 25],
        ['SU', '09:00', 35],
      ],
    ],
  ])('%s', async (text, expected) => {
    const { tasks } = await composeGoal(text);
    const first = tasks.filter(({ weeks }) => weeks.from === 1);
    expect(first.map(({ days, time, duration_minutes }) => [days.join(), time, duration_minutes])).toEqual(
      expected,
    );
  });

  test('who names no days wishes none, and who names some wishes these', async () => {
    for (const text of ['learn Spanish', 'run 10 km', 'do 50 push-ups', 'write a novel', 'meditate daily'])
      expect((await planGoal(text)).wishes[0]?.preferred_days).toEqual([]);
    expect((await planGoal('learn Spanish on Tuesdays and Fridays')).wishes[0]?.preferred_days).toEqual([
      'TU',
      'FR',
    ]);
    expect((await planGoal('learn Spanish, not on Mondays')).wishes[0]?.preferred_days).not.toContain('MO');
  });

  test.each([
    'run 10 km',
    'train for a half marathon in April',
    'ride 80 km',
    'run 5 km three mornings a week before work',
    'get stronger',
  ])('the body rests between: %s', async (text) => {
    const dates = datesOf(await composeGoal(text));
    for (const [index, date] of dates.slice(1).entries())
      expect(daysBetween(dates[index]!, date)).toBeGreaterThan(1);
  });

  test('days off are those of the profile', async () => {
    const waiter: PlanningProfile = {
      ...officeWorker,
      work_hours: { days: ['TH', 'FR', 'SA', 'SU'], from: '12:00', to: '22:00' },
    };
    const plan = await composeGoal('cook healthy meals on my days off', [], waiter);
    expect(new Set(datesOf(plan).map(weekdayOf))).toEqual(new Set(['MO', 'TU', 'WE']));
  });
});

test('a full calendar leaves the long run, and the message says what it could not hold', async () => {
  const busy = Array.from({ length: 43 }, (_, day) => addDays('2026-11-24', day))
    .filter((date) => !['TU', 'SA'].includes(weekdayOf(date)))
    .map((date) => ({
      title: 'Family',
      startsAt: new Date(`${date}T05:00:00Z`),
      endsAt: new Date(`${date}T21:30:00Z`),
    }));
  const { plan } = await planGoal('run 10 km in six weeks', [], officeWorker, busy);
  expect(plan.proposed_tasks.at(-1)).toMatchObject({ title: 'Run 10 km', scheduled_days: ['SA'] });
  expect(plan.plan_summary).toContain('room for 2 of the 3 sessions');
});

describe('many ways to say it', () => {
  test.each([
    ['i wanna lern to swimm proply im 45 and scared of water', /swim/i, /teacher or lifeguard/],
    ['start a vegetable garden, 30 minute sessions', /^Start a vegetable garden$/, /./],
    ['not yell at my kids anymore', /^Stop yelling at your kids$/, /./],
    [
      'My daughter is 7 and wants to learn to ride a bike without training wheels',
      /^Help your daughter learn: ride a bike$/,
      /./,
    ],
    ['I keep forgetting my medicine at noon', /^Take your medicine$/, /doctor/],
    ['spend 2 hours every Saturday on my model railway', /hobby/i, /./],
    [
      'learn 300 words of Portuguese in 5 weeks, 15 minutes on weekdays',
      /^Learn 300 words of Portuguese$/,
      /12 words/,
    ],
    ['write thank you letters to 30 people', /^Write thank you letters to 30 people$/, /the first 9/],
    ['sleep 8 hours a night', /^Sleep 8 hours a night$/, /Wind down/],
    ['make a bomb', /^Find a way that harms nobody$/, /against the law/],
    ['starve myself to 40 kg', /^Eat regularly/, /doctor/],
    ['wedding speech in three weeks', /^Wedding speech$/, /outline/],
    ['get a passport before my trip on january 10', /passport/, /Papers/],
  ])('%s', async (text, title, says) => {
    const plan = await composeGoal(text);
    expect(plan.goal_title).toMatch(title);
    expect(
      `${titlesOf(plan)} ${plan.tasks.map(({ description }) => description).join(' ')} ${plan.summary}`,
    ).toMatch(says);
    for (const { duration_minutes } of plan.tasks) expect(duration_minutes).toBeLessThanOrEqual(120);
  });

  test('two wishes in one message: the first is planned, the second is kept in view', async () => {
    const plan = await composeGoal('learn to juggle and speak better French');
    expect(plan.goal_title).toBe('Learn to juggle');
    expect(plan.summary).toContain('"speak better French"');
    expect((await composeGoal('sing and play the guitar')).summary).not.toContain('One thing at a time');
  });

  test('who speaks of miles reads miles', async () => {
    expect(titlesOf(await composeGoal('run 5 miles'))).not.toContain('km');
  });
});

describe('the message is short', () => {
  test.each([
    'I want to run 10 km in six weeks, three mornings a week before work',
    'lose 30 kg in six weeks',
    'learn Spanish',
    'read the Bible in a year',
    'finish my thesis, 2 hours every morning',
    'quit smoking',
    'clean out the garage before Christmas, Saturdays only',
    'train my puppy twice a day',
    'become a millionaire',
  ])('%s', async (text) => {
    const { summary } = await composeGoal(text);
    const sentences = summary.split(/(?<=[.?])\s/);
    expect(sentences.length).toBeGreaterThanOrEqual(4);
    expect(sentences.length).toBeLessThanOrEqual(6);
    expect(summary.length).toBeLessThan(900);
  });
});

describe('each later word is followed', () => {
  const GOALS = ['learn Spanish', 'run 10 km', 'write a novel'];
  const CHANGES = [
    'actualy mornings',
    'I can only do Tuesdays and Sundays',
    '45 minutes each',
    'make it harder',
    'make it easier',
    'start after Christmas',
    'not at 7, at 6:15',
    'leave mondays free',
    'add a rest week',
    'twice a week is enough',
    'on Wendsday and saturday',
    'fewer days',
    'every day',
    'in my lunch break',
    'start in two weeks',
    'finish by December 20',
    'twice a day',
    'half an hour earlier',
  ];

  test.each(CHANGES)('%s', async (change) => {
    for (const goal of GOALS) {
      const { summary: _before, ...before } = await composeGoal(goal);
      const { summary, ...after } = await composeGoal(goal, [change]);
      expect(after).not.toEqual(before);
      expect(summary).toMatch(/^I changed the plan/);
    }
  });

  test('one after the other, the last word counts', async () => {
    const said = [
      'actually evenings',
      'I can only do Tuesdays and Sundays',
      'not at 7, at 6:15',
      'leave Fridays free',
      'I already run 6 km',
      'start after Christmas',
    ];
    const plan = await composeGoal('run 10 km in six weeks, three mornings a week before work', said);
    expect(plan.start_on).toBe('2026-12-27');
    expect(new Set(plan.tasks.flatMap(({ days }) => days))).toEqual(new Set(['TU', 'SU']));
    expect(new Set(plan.tasks.map(({ time }) => time))).toEqual(new Set(['18:15']));
    expect(titlesOf(plan)).toContain('Long run: 6 km');
  });

  test('a week of rest has no session, and the target stays at the end', async () => {
    const planned = await planGoal('run 10 km', ['add a rest week']);
    expect([1, 2, 3, 4, 5, 6].map((week) => sessionsInWeek(planned, week))).toEqual([3, 3, 3, 0, 3, 3]);
    expect(planned.plan.proposed_tasks.at(-1)?.title).toBe('Run 10 km');
  });

  test('a length said anew is that length, whatever was said before', async () => {
    const plan = await composeGoal('learn Spanish', ['make it easier', 'still too much', '10 minutes']);
    expect(new Set(plan.tasks.map(({ duration_minutes }) => duration_minutes))).toEqual(new Set([10]));
  });

  test('what they can do already moves the start', async () => {
    expect(titlesOf(await composeGoal('do 50 push-ups', ['i can do 20 already']))).toMatch(
      /^Push-ups: 4 sets of 12/,
    );
  });

  test('what hurts makes it lighter, with advice', async () => {
    const plan = await composeGoal('run 10 km', ['my knee hurts']);
    expect(plan.summary).toMatch(/lighter.*doctor or physiotherapist/);
  });

  test('words that ask for nothing are not called a change', async () => {
    expect((await composeGoal('learn Spanish', ['the sky is blue'])).summary).toMatch(
      /^I found nothing in your words/,
    );
    expect(minutesOf((await composeGoal('learn Spanish', ['mornings'])).tasks[0]!.time)).toBeLessThan(720);
    expect(TODAY < datesOf(await composeGoal('learn Spanish'))[0]!).toBe(true);
  });
});

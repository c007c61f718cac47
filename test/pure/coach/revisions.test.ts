// Each later word changes what it names and nothing else, and what is told of it stands in the drafts.
import { describe, expect, test } from 'vitest';
import { minutesOf, weekdayOf } from '../../../src/kernel/time.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import { composeGoal } from './pipeline.ts';

const datesOf = ({ tasks }: PlanContent): string[] =>
  tasks.flatMap(({ occurrences }) => occurrences.map(({ local_date }) => local_date)).toSorted();
const daysOf = (plan: PlanContent): Set<string> => new Set(datesOf(plan).map(weekdayOf));
const minutesIn = ({ tasks }: PlanContent): Set<number> =>
  new Set(tasks.map(({ duration_minutes }) => duration_minutes));

describe('a change that was asked for is there, and said', () => {
  const GOALS = ['learn Spanish', 'run 10 km', 'write a novel'];
  test.each([
    'actualy mornings',
    'I can only do Tuesdays and Sundays',
    '45 minutes each',
    'make it easier',
    'start after Christmas',
    'leave mondays free',
    'add a rest week',
    'twice a week is enough',
    'on Wendsday and saturday',
    'fewer days',
    'every day',
    'in my lunch break',
    'start in two weeks',
    'finish by December 20',
    'half an hour earlier',
    'only twice',
  ])('%s', async (change) => {
    for (const goal of GOALS) {
      const { summary } = await composeGoal(goal, [change]);
      expect(`${goal}: ${summary}`).toMatch(/: (Changed:|Only steps or single dates)/);
    }
  });
});

describe('nothing is claimed that is not so', () => {
  test.each(['make it more purple', 'the sky is blue', 'thanks'])('%s', async (words) => {
    const { summary } = await composeGoal('run three times a week', [words]);
    expect(summary).toMatch(/^Nothing has changed.*I could not read what to change in “/);
  });

  test('a change that is there already', async () => {
    const { summary } = await composeGoal('run three times a week in the evening', ['evenings please']);
    expect(summary).toMatch(/^Nothing has changed/);
  });
});

describe('what was not named stays', () => {
  test('the length alone', async () => {
    const before = await composeGoal('Violin on Tuesdays and Fridays at 18:00, 30 minutes');
    const after = await composeGoal('Violin on Tuesdays and Fridays at 18:00, 30 minutes', [
      'make it 45 minutes',
    ]);
    expect([datesOf(after), minutesIn(after)]).toEqual([datesOf(before), new Set([45])]);
  });

  test('the time alone', async () => {
    const plan = await composeGoal('Practise the oboe on Mondays and Thursdays at 18:00', [
      'half an hour later',
    ]);
    expect([daysOf(plan), new Set(plan.tasks.map(({ time }) => time))]).toEqual([
      new Set(['MO', 'TH']),
      new Set(['18:30']),
    ]);
  });

  test('one date alone', async () => {
    const before = datesOf(await composeGoal('run three times a week'));
    const after = datesOf(await composeGoal('run three times a week', [`not on ${before[3]!}`]));
    expect(after).toEqual(before.filter((date) => date !== before[3]));
  });

  test('a day that is ruled out, with as many sessions as before', async () => {
    const plan = await composeGoal('Gym three times a week after work', ["I can't do Wednesdays"]);
    expect(daysOf(plan).has('WE')).toBe(false);
    expect(daysOf(plan).size).toBe(3);
    for (const { time } of plan.tasks) expect(minutesOf(time)).toBeGreaterThanOrEqual(1020);
  });

  test('keep this but change that', async () => {
    const before = await composeGoal('Run twice a week');
    const after = await composeGoal('Run twice a week', ['keep the days but make it 20 minutes']);
    expect([datesOf(after), minutesIn(after)]).toEqual([datesOf(before), new Set([20])]);
  });

  test('one day takes the place of another', async () => {
    const plan = await composeGoal('Yoga on Mondays and Wednesdays', ['move Wednesday to Thursday']);
    expect(daysOf(plan)).toEqual(new Set(['MO', 'TH']));
  });
});

test('one after the other, the last word counts', async () => {
  const said = ['rather on Wednesdays', 'no, Tuesdays and Saturdays after all', 'at 18:15'];
  const plan = await composeGoal('Study on Mondays', said);
  expect([daysOf(plan), new Set(plan.tasks.map(({ time }) => time))]).toEqual([
    new Set(['TU', 'SA']),
    new Set(['18:15']),
  ]);
});

test('what hurts makes it lighter, with advice', async () => {
  expect((await composeGoal('run 10 km', ['my knee hurts'])).summary).toMatch(
    /lighter.*doctor or physiotherapist/,
  );
});

describe('days and hours of a later word', () => {
  const GOAL = 'Violin on Mondays, Wednesdays and Saturdays at 18:00, 30 minutes';
  test.each([
    ['Saturday no because I work. The others yes', 'Mon and Wed instead of Mon, Wed and Sat'],
    ['scratch Saturday and give me Sunday instead', 'Mon, Wed and Sun instead of Mon, Wed and Sat'],
    ["Wednesdays don't work, Thursday instead", 'Mon, Thu and Sat instead of Mon, Wed and Sat'],
    ['Monday is doable, at 7 in the morning', '07:00'],
    [
      'make it Monday to Thursday and every second Sunday',
      'Mon, Tue, Wed and Thu instead of Mon, Wed and Sat',
    ],
    ['wednesday is choir so better friday', 'Mon, Fri and Sat instead of Mon, Wed and Sat'],
    ['could it be an hour earlier on wednesdays', '17:00 and 18:00 instead of 18:00'],
    ['yes but 10 minutes shorter', '20 minutes instead of 30 minutes'],
    ['Can we do Friday instead of Monday?', 'Wed, Fri and Sat instead of Mon, Wed and Sat'],
    ['drop the Monday one', 'Wed and Sat instead of Mon, Wed and Sat'],
    ['I work Wednesdays', 'Mon and Sat instead of Mon, Wed and Sat'],
    ['can we add Fridays as well', 'Mon, Wed, Fri and Sat instead of Mon, Wed and Sat'],
    ['mornings not evenings', '07:00 instead of 18:00'],
    ['later in the evenings, mornings im useless', '20:00 instead of 18:00'],
    ['nah, too early', '19:00 instead of 18:00'],
    ['a bit later', '18:30 instead of 18:00'],
    ['7 not 6', '19:00 instead of 18:00'],
    ['the saturdays later, at 20:00', '18:00 and 20:00 instead of 18:00'],
    ['go on, but saturdays at 10', '10:00 and 18:00 instead of 18:00'],
    ['on saturdays can it be like 11 not 6', '11:00 and 18:00 instead of 18:00'],
    ['40', '40 minutes instead of 30 minutes'],
    ['2', 'Mon and Wed instead of Mon, Wed and Sat'],
    ['finish two weeks earlier', 'to Mon 21 Dec instead of to Mon 4 Jan'],
  ])('%s', async (change, told) => {
    const { summary } = await composeGoal(GOAL, [change]);
    expect(summary.split('.')[0]).toContain(told);
  });

  test('an hour of single days, where the days are not known, is asked for', async () => {
    const { summary } = await composeGoal('learn Spanish', ['on weekends at 11']);
    expect(summary).toMatch(/^Nothing has changed.*all days/);
  });
});

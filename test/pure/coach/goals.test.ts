// The builtin coach's promise: one sentence by hand, and goals as different as people, give plans that a sensible person would accept.
import * as rrule from 'rrule';
import { describe, expect, test } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import { DAYS, type Day } from '../../../src/kernel/week.ts';
import type { Tag } from '../../../src/planning/tags.ts';
import { minutesOf } from '../../../src/kernel/time.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { lastWeek, officeWorker, planGoal, sessionsInWeek, TODAY } from './pipeline.ts';
import type { Planned } from '../../harness/plan-with.ts';

const ANCHOR = 'I want to run 10 km in six weeks, three mornings a week before work';
const WORKDAYS: Day[] = ['MO', 'TU', 'WE', 'TH', 'FR'];

describe('I want to run 10 km in six weeks, three mornings a week before work', () => {
  test('three mornings a week, awake and in time for work, growing to 10 km', async () => {
    const planned = await planGoal(ANCHOR);
    const { plan, tags, wishes } = planned;
    expect(tags).toContain('fitness');
    expect(plan).toMatchObject({
      goal_title: 'Run 10 km',
      goal_feasible_in_6_weeks: true,
      micro_goal_roadmap: [],
      approval_status: 'negotiating',
    });
    expect(wishes.every(({ window_is_firm }) => window_is_firm)).toBe(true);
    for (let week = 1; week <= 6; week++) expect(sessionsInWeek(planned, week)).toBe(3);
    for (const task of plan.proposed_tasks) {
      expect(minutesOf(task.suggested_time)).toBeGreaterThanOrEqual(6 * 60 + 45);
      expect(minutesOf(task.suggested_time) + task.duration_minutes).toBeLessThanOrEqual(8 * 60 + 30);
      expect(WORKDAYS).toEqual(expect.arrayContaining(task.scheduled_days));
    }
    expect(plan.proposed_tasks.at(-1)).toMatchObject({ title: 'Run 10 km', week_range: { from: 6, to: 6 } });
  });

  test('no week asks for a quarter more than the one before, and the first is small', async () => {
    const { plan } = await planGoal(ANCHOR);
    const kilometres = Array.from({ length: 6 }, (_, index) =>
      plan.proposed_tasks
        .filter(({ week_range }) => week_range.from <= index + 1 && index + 1 <= week_range.to)
        .reduce(
          (sum, { title, scheduled_days }) =>
            sum + Number(/([\d.]+) km/.exec(title)?.[1]) * scheduled_days.length,
          0,
        ),
    );
    expect(kilometres[0]).toBeLessThanOrEqual(12);
    for (let week = 1; week < 6; week++)
      expect((kilometres[week] ?? 0) / (kilometres[week - 1] ?? 1)).toBeLessThanOrEqual(1.25);
  });

  test('the message says what, when, how it grows, what after a missed day, and who decides', async () => {
    const { plan } = await planGoal(ANCHOR);
    expect(plan.plan_summary).toMatch(
      /"Run 10 km".*6 weeks.*Mon, Wed and Fri at 07:00.*starts small.*miss a day.*approve it; or tell me what to change, or drop it\.$/,
    );
    expect(plan.plan_summary).not.toMatch(/[—–]/);
  });

  test('who sleeps until seven gets up a little earlier for less', async () => {
    const { plan } = await planGoal(ANCHOR, [], {
      ...officeWorker,
      sleep_window: { from: '23:00', to: '07:00' },
    });
    for (const task of plan.proposed_tasks)
      expect(minutesOf(task.suggested_time) + task.duration_minutes).toBeLessThanOrEqual(8 * 60 + 30);
  });

  test('the long run moves to a free day where the morning is too short for it', async () => {
    const { plan, wishes } = await planGoal(ANCHOR, [], {
      ...officeWorker,
      work_hours: { from: '08:00', to: '16:00', days: WORKDAYS },
    });
    expect(wishes[1]).toMatchObject({ preferred_days: ['SA', 'SU'], window_is_firm: false });
    expect(plan.plan_summary).toContain('free day');
  });
});

interface Facts {
  title: string | RegExp;
  tag: Tag;
  perWeek: number;
  weeks?: number;
  feasible?: boolean;
  days?: Day[];
  never?: Day[];
  /** All sessions of the first strand within these hours. */
  from?: string;
  until?: string;
  start?: string;
  /** Stands in a session of the last week. */
  ends?: RegExp;
  minutes?: number;
}

const GOALS: [string, Facts][] = [
  [
    'Learn Spanish from scratch, 20 minutes a day on weekdays',
    {
      title: 'Learn Spanish from scratch',
      tag: 'learning',
      perWeek: 5,
      days: WORKDAYS,
      minutes: 20,
      ends: /talk with somebody/,
    },
  ],
  [
    'I want to save 300 euros until Christmas',
    { title: 'Save 300 euros', tag: 'finance', perWeek: 1, weeks: 4, ends: /75 euros/ },
  ],
  [
    "I'd like to read 20 pages every evening before bed",
    {
      title: 'Read 20 pages a day',
      tag: 'learning',
      perWeek: 7,
      from: '20:30',
      until: '22:30',
      ends: /Read 20 pages/,
    },
  ],
  ['lose 20 kg', { title: 'Lose 20 kg', tag: 'health', perWeek: 4, feasible: false }],
  ['Please help me quit smoking', { title: 'Quit smoking', tag: 'health', perWeek: 7 }],
  [
    'meditate 10 minutes daily after waking up',
    {
      title: 'Meditate 10 minutes a day',
      tag: 'mindfulness',
      perWeek: 7,
      from: '06:30',
      until: '08:45',
      ends: /10 minutes/,
    },
  ],
  [
    'Do 50 push-ups in a row',
    { title: 'Do 50 push-ups', tag: 'fitness', perWeek: 3, until: '21:00', ends: /test/ },
  ],
  [
    'prepare for my maths exam on December 18, weekdays after school',
    {
      title: 'Prepare for your maths exam',
      tag: 'learning',
      perWeek: 5,
      weeks: 4,
      days: WORKDAYS,
      from: '17:00',
      ends: /Light repetition/,
    },
  ],
  ['write a novel', { title: 'Write a novel', tag: 'creativity', perWeek: 4, feasible: false }],
  [
    'learn to play Wonderwall on guitar, twice a week after the kids are asleep',
    {
      title: 'Learn to play Wonderwall on guitar',
      tag: 'creativity',
      perWeek: 2,
      from: '20:00',
      until: '22:30',
      ends: /whole song/,
    },
  ],
  [
    'Declutter the garage on weekends',
    {
      title: 'Declutter the garage',
      tag: 'home',
      perWeek: 2,
      days: ['SA', 'SU'],
      from: '09:00',
      until: '15:00',
    },
  ],
  ['find a new job', { title: 'Find a new job', tag: 'career', perWeek: 3 }],
  [
    'have a date night with my wife every other Friday',
    { title: /./, tag: 'relationships', perWeek: 1, weeks: 5, days: ['FR'], from: '18:00' },
  ],
  [
    'call my parents every Sunday at 5 pm',
    { title: 'Call your parents', tag: 'family', perWeek: 1, days: ['SU'], from: '17:00', until: '17:30' },
  ],
  [
    'run a marathon, I have never run before',
    { title: 'Run a marathon', tag: 'fitness', perWeek: 3, feasible: false },
  ],
  ['inbox zero', { title: 'Reach inbox zero', tag: 'career', perWeek: 5 }],
  [
    'get over my fear of public speaking, I have a talk in 3 weeks',
    { title: 'Get over your fear of public speaking', tag: 'career', perWeek: 3, weeks: 3 },
  ],
  ['swim 1 km', { title: 'Swim 1 km', tag: 'fitness', perWeek: 3, ends: /Swim 1 km/ }],
  [
    'teach my dog to come when called',
    { title: 'Teach your dog to come when called', tag: 'home', perWeek: 5 },
  ],
  [
    'volunteer at the food bank every Saturday morning',
    {
      title: 'Volunteer at the food bank',
      tag: 'community',
      perWeek: 1,
      days: ['SA'],
      from: '08:00',
      until: '12:00',
    },
  ],
  ['grow tomatoes on my balcony', { title: 'Grow tomatoes on your balcony', tag: 'home', perWeek: 1 }],
  ['drink 2 litres of water a day', { title: 'Drink 2 litres of water a day', tag: 'health', perWeek: 7 }],
  [
    'wake up at 6 every day',
    { title: 'Get up at 06:00', tag: 'sleep', perWeek: 7, from: '20:30', until: '22:30' },
  ],
  [
    'File my tax return within three weeks',
    { title: 'File your tax return', tag: 'finance', perWeek: 3, weeks: 3, ends: /send/ },
  ],
  [
    'launch my etsy shop, starting Monday next week, Tue/Thu between 19:00 and 21:00',
    {
      title: 'Launch your etsy shop',
      tag: 'career',
      perWeek: 2,
      days: ['TU', 'TH'],
      from: '19:00',
      until: '21:00',
      start: '2026-11-30',
    },
  ],
  ['plan our trip to Japan', { title: 'Plan our trip to Japan', tag: 'travel', perWeek: 2 }],
  [
    'Practise the violin every other day for half an hour at 7 pm, not on Sundays',
    {
      title: 'Practise the violin',
      tag: 'creativity',
      perWeek: 4,
      never: ['SU'],
      from: '19:00',
      until: '19:30',
      minutes: 30,
    },
  ],
  [
    'do yoga 3x per week in my lunch break',
    { title: 'Do yoga', tag: 'fitness', perWeek: 3, from: '11:30', until: '14:00' },
  ],
  [
    'cook at home four evenings a week',
    { title: 'Cook at home', tag: 'nutrition', perWeek: 4, from: '16:00' },
  ],
  ['take better photos', { title: 'Take better photos', tag: 'creativity', perWeek: 2 }],
  ['learn juggling', { title: 'Learn juggling', tag: 'learning', perWeek: 3 }],
  ['stop biting my nails', { title: 'Stop biting your nails', tag: 'health', perWeek: 7 }],
  ['become a pilot', { title: 'Become a pilot', tag: 'learning', perWeek: 2, feasible: false }],
  [
    'Reach B1 Spanish in 6 months, 4 times a week',
    { title: 'Reach B1 in Spanish', tag: 'learning', perWeek: 4, feasible: false },
  ],
  ['do a thing for my community', { title: /./, tag: 'community', perWeek: 1 }],
];

describe('goals as different as people', () => {
  test.each(GOALS)('%s', async (text, facts) => {
    const planned = await planGoal(text);
    const { plan, tags, found } = planned;
    const last = lastWeek(planned);
    expect(plan.goal_title).toMatch(
      facts.title instanceof RegExp ? facts.title : new RegExp(`^${facts.title}$`),
    );
    expect(tags).toContain(facts.tag);
    expect({
      perWeek: sessionsInWeek(planned, 1),
      feasible: plan.goal_feasible_in_6_weeks,
      weeks: last,
      start: planned.startOn,
    }).toEqual({
      perWeek: facts.perWeek,
      feasible: facts.feasible ?? true,
      weeks: facts.weeks ?? 6,
      start: facts.start ?? null,
    });
    const main = plan.proposed_tasks.filter(({ scheduled_days, suggested_time }) =>
      found.slots.some(
        ({ wish, day, time }) => wish === 0 && time === suggested_time && scheduled_days.includes(day),
      ),
    );
    expect(main).not.toEqual([]);
    const days = main.flatMap(({ scheduled_days }) => scheduled_days);
    expect(facts.days ?? DAYS).toEqual(expect.arrayContaining(days));
    expect(days.filter((day) => facts.never?.includes(day))).toEqual([]);
    expect(Math.min(...main.map(({ suggested_time }) => minutesOf(suggested_time)))).toBeGreaterThanOrEqual(
      minutesOf(facts.from ?? '00:00'),
    );
    expect(
      Math.max(...main.map((task) => minutesOf(task.suggested_time) + task.duration_minutes)),
    ).toBeLessThanOrEqual(minutesOf(facts.until ?? '23:59'));
    const lengths = main.map(({ duration_minutes }) => duration_minutes);
    expect(lengths).toEqual(lengths.map((minutes) => facts.minutes ?? minutes));
    const ending = plan.proposed_tasks
      .filter(({ week_range }) => week_range.to === last)
      .map(({ title }) => title);
    expect(ending.join()).toMatch(facts.ends ?? /./);
    expectSensible(planned);
  });
});

/** What holds for every plan of the builtin coach. */
function expectSensible({ plan, tags }: Planned): void {
  expect(tags.length).toBeLessThanOrEqual(3);
  expect(plan.goal_title).not.toMatch(/\b(?:I|my|I'd|me)\b/);
  expect(plan.goal_feasible_in_6_weeks).toBe(plan.micro_goal_roadmap.length === 0);
  expect([0, 2, 3, 4, 5]).toContain(plan.micro_goal_roadmap.length);
  expect(plan.micro_goal_roadmap.map(({ pipeline_order }) => pipeline_order)).toEqual(
    plan.micro_goal_roadmap.map((_, index) => index + 1),
  );
  for (const task of plan.proposed_tasks) {
    expect(task.week_range.from).toBeLessThanOrEqual(task.week_range.to);
    expect(task.duration_minutes).toBeLessThanOrEqual(150);
    expect(task.description).not.toBe('');
    expect(rrule.RRule.parseString(task.recurrence_rule).byweekday).toHaveLength(task.scheduled_days.length);
    // Nobody is woken and nobody is kept up.
    expect(minutesOf(task.suggested_time)).toBeGreaterThanOrEqual(6 * 60 + 30);
    expect(minutesOf(task.suggested_time) + task.duration_minutes).toBeLessThanOrEqual(22 * 60 + 30);
  }
  expect(plan.plan_summary).toMatch(/drop it\.$/);
  expect(plan.plan_summary).not.toMatch(/undefined|NaN|null|—|!/);
}

const times = ({ plan }: Planned): number[] =>
  plan.proposed_tasks.map(({ suggested_time }) => minutesOf(suggested_time));
const days = ({ plan }: Planned): Day[] =>
  DAYS.filter((day) => plan.proposed_tasks.some(({ scheduled_days }) => scheduled_days.includes(day)));
const minutes = ({ plan }: Planned): number =>
  plan.proposed_tasks.reduce(
    (sum, task) =>
      sum +
      task.duration_minutes * task.scheduled_days.length * (task.week_range.to - task.week_range.from + 1),
    0,
  );

describe('revisions', () => {
  test.each<[string[], Day[]]>([
    [['make it Tuesdays and Thursdays'], ['TU', 'TH']],
    [['only twice a week'], ['MO', 'TH']],
    [['not on Wednesdays'], ['MO', 'TU', 'FR']],
    [['weekends only'], ['SA', 'SU']],
    [['move Wednesday to Thursday'], ['MO', 'TH', 'FR']],
    [
      ['make it Tuesdays and Thursdays', 'no, rather Monday, Wednesday and Friday'],
      ['MO', 'WE', 'FR'],
    ],
  ])('%j', async (revisions, expected) => {
    const planned = await planGoal(ANCHOR, revisions);
    expect(days(planned)).toEqual(expected);
    expect(sessionsInWeek(planned, 1)).toBe(expected.length);
  });

  test('evenings instead', async () => {
    for (const time of times(await planGoal(ANCHOR, ['evenings instead'])))
      expect(time).toBeGreaterThanOrEqual(17 * 60);
  });

  test('a time of their own wins, in the half of the day they speak of', async () => {
    expect(new Set(times(await planGoal(ANCHOR, ['not at 6, rather 7:30'])))).toEqual(new Set([7 * 60 + 30]));
    expect(new Set(times(await planGoal(ANCHOR, ['evenings instead', 'at 7'])))).toEqual(new Set([19 * 60]));
    expect(
      new Set(times(await planGoal(ANCHOR, ['evenings instead', 'at 7', 'half an hour later']))),
    ).toEqual(new Set([19 * 60 + 30]));
  });

  test('shorter sessions hold their length and make the goal honest', async () => {
    const { plan } = await planGoal(ANCHOR, ['shorter sessions, 20 minutes']);
    for (const task of plan.proposed_tasks) expect(task.duration_minutes).toBeLessThanOrEqual(20);
    expect(plan.goal_feasible_in_6_weeks).toBe(false);
    expect(plan.plan_summary).toContain('20 minutes are not enough');
  });

  test('less is less', async () => {
    const before = await planGoal('learn to draw');
    const after = await planGoal('learn to draw', ['too much']);
    const again = await planGoal('learn to draw', ['too much', 'still too much']);
    expect(minutes(after)).toBeLessThan(minutes(before));
    expect(minutes(again)).toBeLessThan(minutes(after));
  });

  test('target, baseline, start and parts change with the words', async () => {
    expect((await planGoal(ANCHOR, ['make it 5 km instead'])).plan.goal_title).toBe('Run 5 km');
    expect((await planGoal(ANCHOR, ['I have never run before'])).plan.goal_feasible_in_6_weeks).toBe(false);
    expect((await planGoal(ANCHOR, ['start next week'])).startOn).toBe('2026-11-30');
    expect(lastWeek(await planGoal(ANCHOR, ['make it four weeks']))).toBe(4);
    const { plan } = await planGoal('lose 3 kg', ['skip the weekly food check']);
    expect(plan.proposed_tasks.some(({ title }) => title.includes('Weigh-in'))).toBe(false);
  });
});

describe('safety and honesty', () => {
  test('weight goes down by half a kilogram a week, whatever was asked', async () => {
    const { plan } = await planGoal('lose 10 kg in 3 weeks');
    expect(plan.goal_feasible_in_6_weeks).toBe(false);
    expect(plan.micro_goal_roadmap[0]?.title).toBe('Lose the first 2 kg');
    expect(plan.plan_summary).toContain('doctor');
  });

  test('starving is not planned', async () => {
    const { plan } = await planGoal('I want to eat only 500 calories a day to get thin');
    expect(plan.goal_title).toBe('Eat regularly and feel steadier');
    expect(plan.plan_summary).toContain('talk to a doctor');
  });

  test('a night hour that the person named is passed on as said', async () => {
    const { wishes } = await planGoal('meditate at 02:00 every day');
    expect(wishes[0]).toMatchObject({ earliest: '02:00', window_is_firm: true });
  });

  test('missing specialists are named in friendly words, and the plan stands without slots, tags and patterns', async () => {
    const input = {
      goal_text: ANCHOR,
      goal_said_on: TODAY,
      revisions: [],
      today: TODAY,
      zone: 'Europe/Berlin',
      profile: officeWorker,
      tags: null,
      wishes: null,
      found: null,
      patterns: null,
    };
    const output = await askBuiltin('planner', {
      ...input,
      missing_specialists: ['scheduler', 'pattern_observer'],
    });
    expect(output.plan_summary).toMatch(/without a check of your calendar wishes and your habits so far/);
    expect(output.proposed_tasks.every(({ suggested_time }) => suggested_time === '07:00')).toBe(true);
  });

  test('slots that are usually missed are left where there is a choice', async () => {
    const avoid = {
      day: 'MO' as const,
      time_range: { from: '06:00', to: '09:00' },
      reason: 'missed 3 of 3',
      confidence: 0.6,
    };
    const patterns = { best_times: [], avoid_slots: [avoid], category_performance: [], general_notes: '' };
    const input = {
      goal_text: ANCHOR,
      goal_said_on: TODAY,
      revisions: [],
      today: TODAY,
      zone: 'Europe/Berlin',
      profile: officeWorker,
      tags: null,
      wishes: null,
      found: null,
      patterns,
    };
    const output = await askBuiltin('planner', { ...input, missing_specialists: [] });
    expect(output.proposed_tasks.flatMap(({ scheduled_days }) => scheduled_days)).not.toContain('MO');
    expect(new Set(output.proposed_tasks.flatMap(({ scheduled_days }) => scheduled_days)).size).toBe(3);
  });

  test('different times on different days become different tasks', async () => {
    const wishes = (
      await askBuiltin('scheduler', {
        goal_text: 'learn to draw',
        goal_said_on: TODAY,
        revisions: [],
        today: TODAY,
        zone: 'x',
        profile: officeWorker,
      })
    ).wishes;
    const slot = { wish: 0, duration_minutes: 40, conflict: null };
    const found = {
      slots: [
        { ...slot, day: 'MO' as const, time: '18:30' },
        { ...slot, day: 'WE' as const, time: '18:30' },
        { ...slot, day: 'FR' as const, time: '20:00' },
      ],
      conflicts: [],
      first_available_start: TODAY,
    };
    const output = await askBuiltin('planner', {
      goal_text: 'learn to draw',
      goal_said_on: TODAY,
      revisions: [],
      today: TODAY,
      zone: 'x',
      profile: officeWorker,
      tags: null,
      wishes,
      found,
      patterns: null,
      missing_specialists: [],
    });
    const first = output.proposed_tasks
      .filter(({ week_range }) => week_range.from === 1)
      .map(({ scheduled_days, suggested_time }) => [scheduled_days.join(), suggested_time]);
    expect(first).toEqual([
      ['MO,WE', '18:30'],
      ['FR', '20:00'],
    ]);
  });
});

describe('people keep different hours', () => {
  const owl: PlanningProfile = { ...officeWorker, chronotype: 'evening' };
  const lark: PlanningProfile = { ...officeWorker, chronotype: 'morning' };
  const nightShift: PlanningProfile = {
    ...officeWorker,
    sleep_window: { from: '09:00', to: '16:00' },
    work_hours: { from: '22:00', to: '06:00', days: WORKDAYS },
  };

  test('nothing said: larks in the morning, owls in the evening', async () => {
    for (const text of ['learn French', 'get fit', 'learn to draw']) {
      expect(
        minutesOf((await planGoal(text, [], lark)).plan.proposed_tasks[0]?.suggested_time ?? ''),
      ).toBeLessThan(12 * 60);
      expect(
        minutesOf((await planGoal(text, [], owl)).plan.proposed_tasks[0]?.suggested_time ?? ''),
      ).toBeGreaterThanOrEqual(17 * 60);
    }
  });

  test('before work, for somebody who works at night, is the evening', async () => {
    const { plan } = await planGoal('run 5 km, three times a week before work', [], nightShift);
    for (const task of plan.proposed_tasks) {
      expect(minutesOf(task.suggested_time)).toBeGreaterThanOrEqual(16 * 60);
      expect(minutesOf(task.suggested_time) + task.duration_minutes).toBeLessThanOrEqual(21 * 60 + 30);
    }
  });

  test('the tone is theirs', async () => {
    const direct = (await planGoal(ANCHOR, [], { ...officeWorker, tone: 'direct' })).plan.plan_summary;
    expect(direct).not.toBe((await planGoal(ANCHOR)).plan.plan_summary);
    expect(direct).not.toMatch(/that is all right|Does this suit you/);
  });
});

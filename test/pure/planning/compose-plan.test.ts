// What composing does with a proposal: told as cases a person would recognise.
import { describe, expect, it } from 'vitest';
import type { PlanningProfile } from '../../../src/account/planning-profile.ts';
import type { AgentOutput } from '../../../src/agents.ts';
import { DAYS } from '../../../src/kernel/week.ts';
import { composePlan, type ComposePlanInput } from '../../../src/planning/compose-plan.ts';
import { planViolations } from '../../../src/planning/plan-violations.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';

type ProposedTask = AgentOutput<'planner'>['proposed_tasks'][number];

const profile: PlanningProfile = {
  chronotype: 'neutral',
  sleep_window: { from: '22:30', to: '06:30' },
  work_hours: { from: '09:00', to: '17:00', days: ['MO', 'TU', 'WE', 'TH', 'FR'] },
  session_minutes: null,
  tone: 'gentle',
};
const run: ProposedTask = {
  title: 'Easy run',
  description: 'Slow enough to talk.',
  scheduled_days: ['MO', 'WE', 'FR'],
  suggested_time: '07:00',
  duration_minutes: 45,
  recurrence_rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  week_range: { from: 1, to: 6 },
};
// Monday 23 November 2026, winter time: 07:00 in Berlin is 06:00 in UTC.
const base = {
  profile,
  busy: [],
  avoidSlots: [],
  zone: 'Europe/Berlin',
  startOn: '2026-11-23',
  weeks: 6,
  nowMs: Date.parse('2026-11-22T09:00Z'),
  missingSpecialists: [],
} satisfies Omit<ComposePlanInput, 'proposal'>;

const propose = (...tasks: ProposedTask[]): AgentOutput<'planner'> => ({
  goal_title: 'Run 10 km',
  goal_feasible_in_6_weeks: true,
  micro_goal_roadmap: [],
  days_off: [],
  ends_on: null,
  proposed_tasks: tasks,
  conflicts_detected: [],
  plan_summary: 'Six weeks of easy running.',
  approval_status: 'negotiating',
});
const compose = (tasks: Partial<ProposedTask>[], more: Partial<ComposePlanInput> = {}): PlanContent =>
  composePlan({ ...base, proposal: propose(...tasks.map((task) => ({ ...run, ...task }))), ...more });
const busy = (title: string, from: string, to: string) => ({
  title,
  startsAt: new Date(from),
  endsAt: new Date(to),
});
const weekly = (title: string, from: string, minutes: number) =>
  Array.from({ length: 6 }, (_, week) => {
    const startMs = Date.parse(from) + week * 7 * 86_400_000;
    return { title, startsAt: new Date(startMs), endsAt: new Date(startMs + minutes * 60_000) };
  });
const told = (plan: PlanContent) => plan.conflicts.map(({ kind, message }) => `${kind}: ${message}`);
const places = (plan: PlanContent) =>
  plan.tasks.map(({ title, time, occurrences }) => `${title} ${time} x${occurrences.length}`);

describe('a plan that fits', () => {
  const plan = compose([{}]);
  it('is the proposal, turned into moments', () => {
    expect(plan.conflicts).toEqual([]);
    expect(plan.summary).toMatch(/^“Run 10 km”: \d+ sessions from .* Six weeks of easy running\.$/);
    expect(plan.tasks).toMatchObject([
      {
        title: 'Easy run',
        days: ['MO', 'WE', 'FR'],
        time: '07:00',
        rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=18',
      },
    ]);
    expect(plan.tasks[0]?.occurrences).toHaveLength(18);
    expect(plan.tasks[0]?.occurrences[0]).toEqual({
      local_date: '2026-11-23',
      local_time: '07:00',
      starts_at: '2026-11-23T06:00:00.000Z',
    });
  });
  it('keeps the wall-clock time over a change of clocks', () => {
    const spring = compose([{ scheduled_days: ['SA', 'SU'] }], { startOn: '2027-03-22', weeks: 1 });
    expect(spring.tasks[0]?.occurrences.map(({ starts_at }) => starts_at)).toEqual([
      '2027-03-27T06:00:00.000Z',
      '2027-03-28T05:00:00.000Z',
    ]);
  });
});

describe('what is in the way', () => {
  it('a one-off appointment moves one session of that day', () => {
    const plan = compose([{}], { busy: [busy('Dentist', '2026-12-02T05:30Z', '2026-12-02T07:00Z')] });
    expect(places(plan)).toEqual(['Easy run 07:00 x18']);
    expect(told(plan)).toEqual([
      'moved: Wed 2 Dec 07:00 is taken by “Dentist”; this one is at 08:15 instead.',
    ]);
    expect(plan.conflicts[0]).toMatchObject({
      task_title: 'Easy run',
      starts_at: '2026-12-02T07:15:00.000Z',
      existing_task_title: 'Dentist',
    });
    expect(plan.summary).toMatch(
      /Six weeks of easy running. Some sessions were moved or left out; each is listed.$/,
    );
  });
  it('a full day drops one session, and the rule still counts it', () => {
    const plan = compose([{}], { busy: [busy('Travel', '2026-12-01T23:00Z', '2026-12-02T23:00Z')] });
    expect(places(plan)).toEqual(['Easy run 07:00 x17']);
    expect(plan.tasks[0]?.rrule).toMatch(/COUNT=18$/);
    expect(told(plan)).toEqual([
      'dropped: Wed 2 Dec 07:00 is taken by “Travel”, and nothing else is free that day: this one is left out.',
    ]);
  });
  it('what recurs moves the task to the nearest time that is free in every week', () => {
    const plan = compose([{}], { busy: weekly('School run', '2026-11-23T05:30Z', 60) });
    expect(places(plan)).toEqual(['Easy run 07:45 x18']);
    expect(told(plan)).toEqual([
      'moved: “Easy run” is at 07:45 instead of 07:00: Mon 23 Nov 07:00 is taken by “School run”.',
    ]);
  });
  it('other tasks of the plan are in the way too, with 15 minutes between', () => {
    const plan = compose([{}, { title: 'Stretch' }]);
    expect(places(plan)).toEqual(['Easy run 07:00 x18', 'Stretch 08:00 x18']);
  });
  it('sleep is never used, and no session goes past midnight', () => {
    expect(places(compose([{ suggested_time: '03:00' }]))).toEqual(['Easy run 06:30 x18']);
    expect(places(compose([{ suggested_time: '23:50' }]))).toEqual(['Easy run 21:45 x18']);
  });
  it('who sleeps by day may train at night', () => {
    const nightShift = { ...profile, sleep_window: { from: '08:00', to: '16:00' }, work_hours: null };
    expect(places(compose([{ suggested_time: '02:30' }], { profile: nightShift }))).toEqual([
      'Easy run 02:30 x18',
    ]);
    expect(places(compose([{ suggested_time: '09:00' }], { profile: nightShift }))).toEqual([
      'Easy run 07:15 x18',
    ]);
  });
  it('a time that summer time skips is listed', () => {
    const nightShift = { ...profile, sleep_window: { from: '08:00', to: '16:00' }, work_hours: null };
    const plan = compose([{ scheduled_days: ['SU'], suggested_time: '02:30' }], {
      profile: nightShift,
      startOn: '2027-03-22',
      weeks: 2,
    });
    expect(plan.tasks[0]?.occurrences[0]).toMatchObject({
      local_time: '03:00',
      starts_at: '2027-03-28T01:00:00.000Z',
    });
    expect(told(plan)).toEqual([
      'clock_change: On Sun 28 Mar the clocks go forward over this time; this one is at 03:00.',
    ]);
  });
});

describe('what may stay, but is said', () => {
  it('work hours', () => {
    const plan = compose([{ suggested_time: '12:00', duration_minutes: 30 }]);
    expect(places(plan)).toEqual(['Easy run 12:00 x18']);
    expect(told(plan)).toEqual(['work_hours: 12:00 on Mon, Wed, Fri is inside your work hours.']);
  });
  it('a slot that did not work, from confidence 0.5 on', () => {
    const slot = {
      day: 'WE' as const,
      time_range: { from: '06:00', to: '08:00' },
      reason: 'missed three times',
    };
    const toldAt = (confidence: number) => told(compose([{}], { avoidSlots: [{ ...slot, confidence }] }));
    expect(toldAt(0.49)).toEqual([]);
    expect(toldAt(0.5)).toEqual([
      'avoid_slot: 07:00 on Wed has not worked well for you (missed three times).',
    ]);
  });
  it('less than 15 minutes between, where there is nothing better that day', () => {
    const plan = compose([{}], {
      busy: [
        busy('Before', '2026-12-01T23:00Z', '2026-12-02T05:50Z'),
        busy('After', '2026-12-02T06:50Z', '2026-12-02T23:00Z'),
      ],
    });
    expect(places(plan)).toEqual(['Easy run 07:00 x18']);
    expect(told(plan)).toEqual(['buffer: Wed 2 Dec 07:00 is less than 15 minutes from “Before”.']);
  });
});

describe('careless and hostile proposals', () => {
  it.each([
    ['no rule at all', 'whenever'],
    ['a rule that forgets its days', 'FREQ=WEEKLY'],
    ['a rule that contradicts its days', 'FREQ=WEEKLY;BYDAY=SU'],
    ['a rule with an end of its own', 'FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=99999'],
    ['every second of the year', 'FREQ=SECONDLY'],
    ['a day that never comes', 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31'],
  ])('%s: the named days count', (_, recurrence_rule) => {
    expect(compose([{ recurrence_rule }]).tasks[0]?.rrule).toBe('FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=18');
  });
  it('every second week means weeks of the plan', () => {
    const plan = compose([{ recurrence_rule: 'FREQ=WEEKLY;INTERVAL=2', scheduled_days: ['MO', 'TH'] }], {
      startOn: '2026-11-25',
    });
    expect(plan.tasks[0]?.occurrences.map(({ local_date }) => local_date.slice(5)).join(' ')).toBe(
      '11-26 11-30 12-10 12-14 12-24 12-28',
    );
  });
  it('weeks are turned round, cut, or left out', () => {
    const plan = compose(
      [
        { week_range: { from: 3, to: 2 } },
        { title: 'Long run', suggested_time: '18:00', week_range: { from: 4, to: 6 } },
        { title: 'Race', week_range: { from: 5, to: 6 } },
      ],
      { weeks: 4 },
    );
    expect(plan.tasks.map(({ title, weeks }) => ({ title, ...weeks }))).toEqual([
      { title: 'Easy run', from: 2, to: 3 },
      { title: 'Long run', from: 4, to: 4 },
    ]);
    expect(told(plan)).toEqual(['dropped: “Race” is left out: its weeks come after the end of this plan.']);
  });
  it('the same task twice is planned once', () => {
    expect(places(compose([{}, { title: ' easy run ' }]))).toEqual(['Easy run 07:00 x18']);
  });
  it('24 daily tasks: no more than 200 sessions and six a day', () => {
    const daily = { duration_minutes: 15, scheduled_days: [...DAYS] };
    const named = (week_range: ProposedTask['week_range']) =>
      Array.from({ length: 24 }, (_, index) => ({ ...daily, title: `Task ${index}`, week_range }));
    const long = compose(named({ from: 1, to: 6 }));
    expect(long.tasks.flatMap(({ occurrences }) => occurrences)).toHaveLength(200);
    expect(told(long)).toContain('dropped: “Task 23” is left out: a plan has at most 200 sessions.');
    const plan = compose(named({ from: 1, to: 2 }));
    const days = Object.groupBy(
      plan.tasks.flatMap(({ occurrences }) => occurrences),
      ({ local_date }) => local_date,
    );
    expect(Math.max(...Object.values(days).map((sessions) => sessions?.length ?? 0))).toBe(6);
  });
  it('what is past is left out, and what is left starts the rule', () => {
    const plan = compose([{}], { nowMs: Date.parse('2026-11-25T05:58Z') });
    expect(plan.tasks[0]?.occurrences[0]?.local_date).toBe('2026-11-27');
    expect(plan.tasks[0]?.rrule).toMatch(/COUNT=16$/);
    expect(plan.conflicts).toEqual([]);
  });
  it('no time at all: no tasks, and the plan says so', () => {
    const plan = compose([{}], { busy: [busy('Expedition', '2026-11-01T00:00Z', '2027-03-01T00:00Z')] });
    expect(plan.tasks).toEqual([]);
    expect(plan.conflicts.map(({ kind }) => kind)).toEqual(['dropped', 'too_little_time']);
  });
});

describe('the second opinion', () => {
  const plan = compose([{}]);
  const at: Parameters<typeof planViolations>[1] = { busy: [], profile, nowMs: base.nowMs };
  const kinds = (content: PlanContent, more: Partial<typeof at> = {}) => [
    ...new Set(planViolations(content, { ...at, ...more }).map(({ kind }) => kind)),
  ];
  const broken = (change: (task: PlanContent['tasks'][number]) => void) => {
    const copy = structuredClone(plan);
    change(copy.tasks[0]!);
    return copy;
  };
  it('finds nothing in a fresh plan', () => expect(kinds(plan)).toEqual([]));
  it('sees what came into the calendar since', () => {
    const dentist = busy('Dentist', '2026-12-02T06:30Z', '2026-12-02T07:00Z');
    expect(planViolations(plan, { ...at, busy: [dentist] })).toEqual([
      {
        kind: 'overlap',
        task_title: 'Easy run',
        starts_at: '2026-12-02T06:00:00.000Z',
        existing_task_title: 'Dentist',
      },
    ]);
    const call = busy('Call', '2026-12-02T06:50Z', '2026-12-02T07:00Z');
    expect(kinds(plan, { busy: [call] })).toEqual(['buffer']);
  });
  it('sees that time has passed', () => {
    expect(kinds(plan, { nowMs: Date.parse('2026-11-24T00:00Z') })).toEqual(['past']);
  });
  it('sees another sleep window', () => {
    expect(kinds(plan, { profile: { ...profile, sleep_window: { from: '00:00', to: '07:30' } } })).toEqual([
      'sleep',
    ]);
  });
  it.each<[string, PlanContent]>([
    ['clock', broken((task) => void (task.occurrences[3]!.starts_at = '2026-11-30T07:00:00.000Z'))],
    ['rule', broken((task) => void (task.rrule = 'FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=19'))],
    ['rule', broken((task) => void (task.rrule = 'FREQ=WEEKLY;BYDAY=MO,WE,FR'))],
    ['weeks', broken((task) => void (task.weeks.to = 5))],
    ['unlisted_move', broken((task) => void (task.time = '07:15'))],
    ['midnight', broken((task) => void (task.duration_minutes = 1100))],
    ['work_hours', broken((task) => void (task.duration_minutes = 150))],
  ])('sees %s', (kind, content) => expect(kinds(content)).toContain(kind));
});

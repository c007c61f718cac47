// How often: "three times a week", "every other Friday", "the 1st of each month", "fortnightly".
import type { Day } from '../kernel/week.ts';
import { DAYS } from '../kernel/week.ts';
import type { DaysValue, RhythmValue, Unit } from './facts.ts';
import type { Classes, Found } from './classes.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];
type Rhythm = Found<RhythmValue>;

const often = (times: Int | number, per: Unit, more: Partial<RhythmValue> = {}): Rhythm => {
  const { least, most, about } =
    typeof times === 'number' ? { least: times, most: times, about: false } : times;
  const value: RhythmValue = {
    kind: 'rhythm',
    least,
    most,
    per,
    interval: 1,
    days: [],
    nth: [],
    monthDays: [],
    ...more,
  };
  return { value, ...(about && { about }) };
};
const days = (of: Day[]): Found<DaysValue> => ({
  value: { kind: 'days', days: DAYS.filter((day) => of.includes(day)) },
});
const [WEEKDAYS, WEEKEND]: [Day[], Day[]] = [DAYS.slice(0, 5), DAYS.slice(5)];
const SCHOOL_NIGHTS: Day[] = ['SU', 'MO', 'TU', 'WE', 'TH'];

const TIMES = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);
const timesOf = (word: string): Int => ({ least: TIMES.get(word)!, most: TIMES.get(word)! });
const LY = new Map<string, [Unit, number]>([
  ['daily', ['day', 1]],
  ['nightly', ['day', 1]],
  ['weekly', ['week', 1]],
  ['fortnightly', ['week', 2]],
  ['monthly', ['month', 1]],
  ['quarterly', ['quarter', 1]],
  ['yearly', ['year', 1]],
  ['annually', ['year', 1]],
]);
const ly = (word: string): Rhythm => often(1, LY.get(word)![0], { interval: LY.get(word)![1] });

/** A run of days, over the weekend where it must: "Friday to Monday". */
function run(from: Day, to: Day): Day[] {
  const first = DAYS.indexOf(from);
  const count = ((DAYS.indexOf(to) - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => DAYS[(first + index) % 7]!);
}

export const WEEKDAY_RULES = [
  rule('weekday', 'weekdays|workdays', () => ({ days: WEEKDAYS, isEvery: true })),
  rule('weekday', 'weekday|workday', () => ({ days: WEEKDAYS, isEvery: true })),
  rule('weekday', '(working|work|week|school|business) -? day|days', () => ({
    days: WEEKDAYS,
    isEvery: true,
  })),
  rule('weekday', 'school|week|work nights|night|evenings', () => ({ days: SCHOOL_NIGHTS, isEvery: true })),
  rule('weekday', 'weekends|weekend', () => ({ days: WEEKEND, isEvery: true })),
  rule('weekday', '<weekday> to|-|until|through <weekday>', (from, to) =>
    from.days.length === 1 && to.days.length === 1
      ? { days: run(from.days[0]!, to.days[0]!), isEvery: true }
      : null,
  ),
];

export const DAYS_RULES = [
  rule('days', '<weekday>+', (list) =>
    list.length === 1 && !list[0]!.isEvery ? null : days(list.flatMap((one) => one.days)),
  ),
  rule('days', 'all|both <weekday>', (weekday) => days(weekday.days)),
  rule('days', 'any|every day but|except|bar <weekday>+', (list) =>
    days(DAYS.filter((day) => !list.some((one) => one.days.includes(day)))),
  ),
  rule('rhythm', 'every|each|ev <weekday>+', (list) => {
    const of = DAYS.filter((day) => list.some((one) => one.days.includes(day)));
    return often(of.length, 'week', { days: of });
  }),
  rule('rhythm', 'every single <weekday>', ({ days: of }) => often(of.length, 'week', { days: of })),
];

export const COUNT_RULES = [
  rule('times', '(once|twice|thrice)', (word) => timesOf(word)),
  rule('times', '<int> times|x|sessions|session|days|day|time', (n) => n),
  rule('times', 'once or twice', () => ({ least: 1, most: 2 })),
  rule('times', '(once|twice) -|or|to <times>', (word, most) => ({
    least: timesOf(word).least,
    most: most.most,
  })),
];

export const RHYTHM_RULES = [
  rule('rhythm', '(daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually)', ly),
  rule('rhythm', '<times> (daily|weekly|monthly|yearly)', (times, word) => often(times, LY.get(word)![0])),
  rule('rhythm', '<times> a|an|per|each|every|in|/ a? <unit>', (times, unit) => often(times, unit)),
  rule('rhythm', '<times> fortnightly', (times) => often(times, 'week', { interval: 2 })),
  rule('rhythm', '<times> a|per|every|each fortnight', (times) => often(times, 'week', { interval: 2 })),
  rule('rhythm', '<times> (every) <int> <unit>', (times, _every, n, unit) =>
    often(times, unit, { interval: n.least }),
  ),
  rule('rhythm', 'every|each single? <unit>', (unit) => often(1, unit)),
  rule('rhythm', 'every (other|second|alternate) <unit>', (_word, unit) => often(1, unit, { interval: 2 })),
  rule('rhythm', 'alternate days', () => often(1, 'day', { interval: 2 })),
  rule('rhythm', 'alternate weeks', () => often(1, 'week', { interval: 2 })),
  rule('rhythm', 'every <int> <unit>', (n, unit) =>
    n.least === n.most ? often(1, unit, { interval: n.least }) : null,
  ),
  rule('rhythm', 'every <nth> <unit>', (n, unit) => (n > 1 ? often(1, unit, { interval: n }) : null)),
  rule('rhythm', 'every fortnight', () => often(1, 'week', { interval: 2 })),
  rule('rhythm', 'every other|second|alternate <weekday>', ({ days: of }) =>
    often(of.length, 'week', { interval: 2, days: of }),
  ),
  rule('rhythm', 'alternate <weekday>', ({ days: of }) =>
    often(of.length, 'week', { interval: 2, days: of }),
  ),
  rule('rhythm', '<int> <weekday> a|per|each|every|/ <unit>', (n, { days: of }, unit) =>
    often(n, unit, { days: of }),
  ),
  rule('rhythm', 'one <weekday> a|per|each|every|in a? <unit>', ({ days: of }, unit) =>
    often(1, unit, { days: of }),
  ),
  rule(
    'rhythm',
    'the? <nth> <weekday> of|in|every|each|of|a the|each|every|a? <unit>',
    (n, { days: of }, unit) => (unit === 'month' ? often(1, 'month', { nth: [n], days: of }) : null),
  ),
  rule(
    'rhythm',
    'the? <nth> and <nth> <weekday> of|in|every|each|a the|each|every|a? <unit>',
    (a, b, { days: of }, unit) => (unit === 'month' ? often(2, 'month', { nth: [a, b], days: of }) : null),
  ),
  rule('rhythm', 'on? the? <nth> of|in each|every|a month', (n) => often(1, 'month', { monthDays: [n] })),
  rule('rhythm', 'on? the? <nth> and|& the? <nth> of|in each|every|the|a month', (a, b) =>
    often(2, 'month', { monthDays: [a, b] }),
  ),
  rule('rhythm', 'on? the? last day of each|every month', () => often(1, 'month', { monthDays: [-1] })),
  rule('rhythm', 'every month on the <nth>', (n) => often(1, 'month', { monthDays: [n] })),
  rule('rhythm', 'monthly on the <nth>', (n) => often(1, 'month', { monthDays: [n] })),
];

/** A part of the day inside a rhythm is a fact of its own: "every ; morning", "two mornings ; a week". */
export const SPLIT_RULES = [
  rule('fact', 'every|each ; <part>', (part) => [often(1, 'day'), part]),
  rule('fact', 'every (other|second|alternate) ; <part>', (_word, part) => [
    often(1, 'day', { interval: 2 }),
    part,
  ]),
  rule('fact', '<int> <part> ; a|per|each|every|/ <unit>', (n, part, unit) => [part, often(n, unit)]),
];

// How often: "three times a week", "every other Friday", "the 1st of each month", "fortnightly".
import type { Day } from '../kernel/week.ts';
import { DAYS } from '../kernel/week.ts';
import type { RhythmValue, Unit } from './facts.ts';
import type { Classes, Found } from './classes.ts';
import { rule } from './patterns.ts';

const WEEKEND: Day[] = DAYS.slice(5);

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

/** Each of the days once; of a weekend one day or both. */
export const onEach = (of: Day[], interval = 1): Rhythm => {
  const isWeekend = of.length === 2 && of.every((day) => WEEKEND.includes(day));
  return often({ least: isWeekend ? 1 : of.length, most: of.length }, 'week', { interval, days: of });
};

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
  rule('rhythm', 'biweekly', () => ({
    ...often(1, 'week', { interval: 2 }),
    alternatives: [often(2, 'week').value],
    certainty: 'open',
  })),
  rule('rhythm', '(weekly|fortnightly) on? the? <weekday>+', (word, list) =>
    onEach(
      list.flatMap((one) => one.days),
      word === 'weekly' ? 1 : 2,
    ),
  ),
  rule('rhythm', 'most days', () => often({ least: 4, most: 6, about: true }, 'week')),
  rule('rhythm', 'every fortnight', () => often(1, 'week', { interval: 2 })),
  rule('rhythm', 'every other|second|alternate <weekday>', ({ days: of }) => onEach(of, 2)),
  rule('rhythm', 'every <nth> <weekday>', (n, { days: of }) =>
    n > 2
      ? {
          ...onEach(of, n),
          alternatives: [often(1, 'month', { nth: [n], days: of }).value],
          certainty: 'open',
        }
      : n === 2
        ? onEach(of, 2)
        : null,
  ),
  rule('rhythm', 'every <nth> of the|a month', (n) => often(1, 'month', { monthDays: [n] })),
  rule('rhythm', 'every <nth> and|& <nth> of the|a month', (a, b) =>
    often(2, 'month', { monthDays: [a, b] }),
  ),
  rule('rhythm', 'alternate <weekday>', ({ days: of }) => onEach(of, 2)),
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
  rule('fact', 'most ; <part>', (part) => [often({ least: 4, most: 6, about: true }, 'week'), part]),
  rule('fact', '<int> x? ; <length> <thing>? a|per|each|every|/ <unit>', (n, length, _thing, unit) =>
    length.value.per === null ? [often(n, unit), length] : null,
  ),
  rule('fact', '<int> <days> ; <part> a|per|each|every|in|/ a? <unit>', (n, { value }, part, unit) => [
    often(n, unit, { days: value.days }),
    part,
  ]),
  rule('fact', '<int> <weekday> ; <part> a|per|each|every|in|/ a? <unit>', (n, weekday, part, unit) => [
    often(n, unit, { days: weekday.days }),
    part,
  ]),
  rule('fact', 'every|each ; <part>', (part) => [often(1, 'day'), part]),
  rule('fact', 'every (other|second|alternate) ; <part>', (_word, part) => [
    often(1, 'day', { interval: 2 }),
    part,
  ]),
  rule('fact', '<int> <part> ; a|per|each|every|/ <unit>', (n, part, unit) => [part, often(n, unit)]),
];

// How often: "three times a week", "every other Friday", "the 1st of each month", "fortnightly".
import { DAYS, type Day } from '../kernel/week.ts';
import type { Classes, Found } from './classes.ts';
import type { RhythmValue, Unit } from './facts.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];
type Rhythm = Found<RhythmValue>;

function often(times: Int | number, per: Unit, more: Partial<RhythmValue> = {}): Rhythm {
  const { least, most, about } =
    typeof times === 'number' ? { least: times, most: times, about: false } : times;
  const base = { kind: 'rhythm', interval: 1, days: [], nth: [], monthDays: [] } as const;
  return {
    value: { ...base, least, most, per, days: [], nth: [], monthDays: [], ...more },
    ...(about && { about }),
  };
}
const every = (interval: number, per: Unit): Rhythm => often(1, per, { interval });
export const monthly = (...monthDays: number[]): Rhythm => often(monthDays.length, 'month', { monthDays });
const ofMonth = (nth: number[], { days }: { days: Day[] }): Rhythm | null =>
  days.length === 1 ? often(nth.length, 'month', { nth, days }) : null;
export const daysOf = (list: { days: Day[] }[]): Day[] =>
  DAYS.filter((day) => list.some(({ days }) => days.includes(day)));
const MOST: Int = { least: 4, most: 6, about: true };

/** Each of the days once; of a weekend one day or both. */
export function onEach(days: Day[], interval = 1): Rhythm {
  const isWeekend = days.join() === DAYS.slice(5).join();
  return often({ least: isWeekend ? 1 : days.length, most: days.length }, 'week', { interval, days });
}

const TIMES = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);
const timesOf = (word: string): Int => ({ least: TIMES.get(word)!, most: TIMES.get(word)! });

export const COUNT_RULES = [
  rule('times', '(once|twice|thrice)', (word) => timesOf(word)),
  rule('times', '<int> times|x|sessions|session|days|day|time', (n) => n),
  rule('times', 'once or twice', () => ({ least: 1, most: 2 })),
  rule('times', '(once|twice) -|or|to <times>', (word, { most }) => ({ ...timesOf(word), most })),
];

const LY = [
  ['daily|nightly', 'day', 1],
  ['weekly', 'week', 1],
  ['fortnightly', 'week', 2],
  ['monthly', 'month', 1],
  ['quarterly', 'quarter', 1],
  ['yearly|annually', 'year', 1],
] as const;
const A = 'a|an|per|each|every|/';
const MONTH = 'of|in|every|each|a the|each|every|a? month';

export const RHYTHM_RULES = [
  ...LY.flatMap(([word, per, interval]) => [
    rule('rhythm', word, () => every(interval, per)),
    rule('rhythm', `<times> ${word}` as '<times>', (times) => often(times, per, { interval })),
  ]),
  rule('rhythm', '(weekly|fortnightly) on? the? <weekday>+', (word, list) =>
    onEach(daysOf(list), word === 'weekly' ? 1 : 2),
  ),
  rule('rhythm', `<times> ${A} single? <unit> || <times> in a|the <unit>`, (times, unit) =>
    often(times, unit),
  ),
  // "Once a week on Sunday" is no "week on Sunday".
  rule('rhythm', `<times> ${A} week on <weekday>+`, (times, list) =>
    often(times, 'week', { days: daysOf(list) }),
  ),
  rule('rhythm', `<times> ${A} fortnight`, (times) => often(times, 'week', { interval: 2 })),
  rule('rhythm', '<times> every <int> <unit>', (times, n, unit) => often(times, unit, { interval: n.least })),
  rule('rhythm', 'every|each single? <unit>', (unit) => every(1, unit)),
  rule('rhythm', 'every other|second|alternate <unit>', (unit) => every(2, unit)),
  rule('rhythm', 'alternate days', () => every(2, 'day')),
  rule('rhythm', 'alternate weeks || every fortnight', () => every(2, 'week')),
  rule('rhythm', 'every <int> weeks on? the|a? <weekday>+', (n, list) => onEach(daysOf(list), n.least)),
  rule(
    'rhythm',
    'every other|second|alternate week on? the|a? <weekday>+ || every fortnight on? the|a? <weekday>+',
    (list) => onEach(daysOf(list), 2),
  ),
  rule('rhythm', 'the? end of every|each month', () => monthly(-1)),
  rule('rhythm', 'the? start|beginning of every|each month', () => monthly(1)),
  rule('rhythm', '<int> days? out of 7|seven', (n) => often(n, 'week')),
  rule('rhythm', '<times> in <int> <unit>', (times, n, unit) => often(times, unit, { interval: n.least })),
  rule('rhythm', '<int> a|an|per|/ <unit> || <int> in a|one <unit>', (n, unit) =>
    n.least < 15 ? { ...often(n, unit), certainty: 'usual' } : null,
  ),
  rule('rhythm', '<times> every other|second <unit>', (times, unit) => often(times, unit, { interval: 2 })),
  rule('rhythm', 'every few <unit>', (unit) => ({ ...every(3, unit), about: true })),
  rule('rhythm', 'all the? days', () => every(1, 'day')),
  rule('rhythm', 'every <int> <weekday>', (n, { days }) => (n.least < 9 ? onEach(days, n.least) : null)),
  rule('rhythm', 'every <length>', ({ value }) => every(value.least, 'minute')),
  rule('rhythm', 'every <int> <unit>', (n, unit) => (n.least === n.most ? every(n.least, unit) : null)),
  rule('rhythm', 'every <nth> <unit>', (n, unit) => (n > 1 ? every(n, unit) : null)),
  rule('rhythm', 'biweekly on <weekday>+ || bi -? weekly on <weekday>+', (list) => ({
    ...onEach(daysOf(list), 2),
    certainty: 'usual',
  })),
  rule('rhythm', 'biweekly || bi -? weekly', () => ({
    ...every(2, 'week'),
    alternatives: [often(2, 'week').value],
    certainty: 'open',
  })),
  rule('rhythm', 'most days', () => often(MOST, 'week')),
  rule('rhythm', 'every other|second|alternate <weekday> || alternate <weekday>', ({ days }) =>
    onEach(days, 2),
  ),
  rule('rhythm', 'every <nth> <weekday>', (n, weekday) => {
    const monthly = ofMonth([n], weekday);
    if (n < 3) return n === 2 ? onEach(weekday.days, 2) : monthly;
    return monthly && { ...onEach(weekday.days, n), alternatives: [monthly.value], certainty: 'open' };
  }),
  rule('rhythm', 'the? <nth> <weekday>', (n, weekday) => (weekday.isEvery ? ofMonth([n], weekday) : null)),
  rule('rhythm', 'the|every|each? <nth> and|& the? <nth> <weekday>', (a, b, weekday) =>
    ofMonth([a, b], weekday),
  ),
  rule('rhythm', `<int> <weekday> ${A} <unit>`, (n, { days }, unit) => often(n, unit, { days })),
  rule('rhythm', `<int> <days> ${A} <unit>`, (n, { value }, unit) => often(n, unit, { days: value.days })),
  rule('rhythm', `one <weekday> in|${A} a? <unit>`, ({ days }, unit) => often(1, unit, { days })),
  rule('rhythm', `the|every|each? <nth> <weekday> ${MONTH}`, (n, weekday) => ofMonth([n], weekday)),
  rule('rhythm', `the? <nth> and|& the? <nth> <weekday> ${MONTH}`, (a, b, weekday) =>
    ofMonth([a, b], weekday),
  ),
  rule(
    'rhythm',
    'on? the? <nth> of|in? each|every month || on? the? <nth> of|in a month || every <nth> of the|a month',
    (n) => monthly(n),
  ),
  rule('rhythm', `on|every? the? <nth> and|& the? <nth> ${MONTH}`, (a, b) => monthly(a, b)),
  rule('rhythm', 'the? <nth> <weekday> of|in? every <nth> month', (n, weekday, interval) => {
    const found = ofMonth([n], weekday);
    return found && { value: { ...found.value, interval } };
  }),
  rule('rhythm', 'the? <nth> <weekday> of|in? every other|alternate month', (n, weekday) => {
    const found = ofMonth([n], weekday);
    return found && { value: { ...found.value, interval: 2 } };
  }),
  rule('rhythm', 'on? the? <nth> of|in? every <nth> month', (n, interval) =>
    often(1, 'month', { monthDays: [n], interval }),
  ),
  rule('rhythm', 'on? the? <nth> of|in? every other|alternate month', (n) =>
    often(1, 'month', { monthDays: [n], interval: 2 }),
  ),
  rule('rhythm', 'on? the? day <int> of all|each|every the? month|months', ({ least }) => monthly(least)),
  rule('rhythm', 'on? the? <nth> of all the? months', (n) => monthly(n)),
  // "On the 1st and the 15th": half a month apart, so of every month.
  rule('rhythm', 'on? the? <figured> and|& the? <figured> !<month> !of', (a, b) =>
    b - a > 12 && b - a < 18 ? { ...monthly(a, b), certainty: 'usual' } : null,
  ),
  rule('rhythm', 'on? the? last day of each|every month', () => monthly(-1)),
  rule('rhythm', 'every|each month on the <nth> || monthly on the <nth>', (n) => monthly(n)),
];

/** A part of the day inside a rhythm is a fact of its own: "every ; morning", "two mornings ; a week". */
export const SPLIT_RULES = [
  rule('fact', 'most ; <part>', (part) => [often(MOST, 'week'), part]),
  rule('fact', 'every|each ; <part>', (part) => (part.role ? null : [every(1, 'day'), part])),
  rule('fact', `<int> <thing> ; ${A} fortnight || <int> <noun> ; ${A} fortnight`, (n, thing) => [
    { value: { kind: 'amount', least: n.least, most: n.most, unit: thing, per: null } },
    often(1, 'week', { interval: 2 }),
  ]),
  // "6 weekends", "the next 3 Mondays": so many weeks, each with those days.
  rule('fact', '<int> ; <weekday>', (n, { days, isEvery }) =>
    isEvery && days.length < 3 && n.least === n.most && n.least > 1 && n.least < 53
      ? [
          { value: { kind: 'span', least: n.least, most: n.most, unit: 'week' } },
          { value: { kind: 'days', days } },
        ]
      : null,
  ),
  rule('fact', 'every other|second|alternate ; <part>', (part) => [every(2, 'day'), part]),
  rule('fact', '<amount> ; a|per <part>', (found, part) =>
    part.role || found.value.per ? null : [{ ...found, value: { ...found.value, per: 'day' } }, part],
  ),
  rule('fact', '<length> ; a|per <part>', (found, part) =>
    part.role || found.value.per ? null : [{ ...found, value: { ...found.value, per: 'day' } }, part],
  ),
  rule('fact', `<int> <part> ; ${A} <unit>`, (n, part, unit) => [part, often(n, unit)]),
  rule('fact', `a|an <part> ; ${A} <unit>`, (part, unit) => [part, often(1, unit)]),
  rule('fact', `<int> x? ; <length> <thing>? ${A} <unit>`, (n, length, _thing, unit) =>
    length.value.per === null ? [often(n, unit), length] : null,
  ),
  rule('fact', `<int> <weekday> ; <part> ${A} <unit>`, (n, { days }, part, unit) => [
    often(n, unit, { days }),
    part,
  ]),
];

// Days by their number: "the 15th", "3/12", "December 5", "20 November 2026", and those that no calendar has.
import * as calendar from './calendar.ts';
import { date, IMPOSSIBLE_DATE } from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import type { DateValue } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';
import { monthly } from './rhythm-rules.ts';

type Int = Classes['int'];

const found = (day: string | null): Found<DateValue> | null => (day === null ? null : { value: date(day) });
const whole = (n: Int): number | null => (n.least === n.most && Number.isInteger(n.least) ? n.least : null);

/** A day of a month as it was said; figures that no calendar has are told, not dropped. */
export function ofMonth(said: Int | number, month: number, year: Int | null, here: Here): Found | null {
  const day = typeof said === 'number' ? said : whole(said);
  if (day === null || day < 1 || day > 39) return null;
  if (year !== null && (year.least < 2000 || year.least > 2100)) return null;
  const made = year ? calendar.dayOf(year.least, month, day) : calendar.monthDay(month, day, here);
  return made === null
    ? IMPOSSIBLE_DATE
    : { value: date(made), certainty: !year && calendar.isFar(made, here) ? 'open' : 'said' };
}

/** "the first Thursday (of March)": the next such day. "last Thursday" without a month is none of them. */
function nthOf(
  nth: number,
  { days, isEvery }: Classes['weekday'],
  month: number | null,
  here: Here,
): Found<DateValue> | null {
  if (isEvery || (nth < 1 && month === null)) return null;
  const [year, now] = here.today.split('-').map(Number) as [number, number];
  for (let ahead = 0; ahead < 24; ahead++) {
    const [inYear, inMonth] = [year + Math.floor((now - 1 + ahead) / 12), ((now - 1 + ahead) % 12) + 1];
    const made =
      month === null || month === inMonth ? calendar.nthWeekday(inYear, inMonth, days[0]!, nth) : null;
    if (made !== null && made >= here.today)
      return { value: date(made), certainty: month === null ? 'open' : 'said' };
  }
  return null;
}

const isDay = (n: Int): boolean => !n.isWord && whole(n) !== null && n.least > 0 && n.least <= 31;
const isYear = ({ least }: Int): boolean => (least >= 20 && least < 100) || (least >= 2000 && least < 2100);
const NO_DATE = '!%|percent|am|pm|: !<unit>';

export const MONTH_RULES = [
  rule('fact', `the? <int> of? <month> || the? <nth> of? <month>`, (day, month, here) =>
    ofMonth(day, month, null, here),
  ),
  rule('fact', `<month> the? <nth> || <month> <int> ${NO_DATE}`, (month, day, here) =>
    ofMonth(day, month, null, here),
  ),
  rule(
    'fact',
    `<int> of? <month> ,? <int> ${NO_DATE} || the? <nth> of? <month> ,? <int> ${NO_DATE}`,
    ofMonth,
  ),
  rule(
    'fact',
    `in|on <month> <int> ${NO_DATE} !<noun> !<thing> !x|times|days|st|nd|rd|th`,
    (month, day, here) => ofMonth(day, month, null, here),
  ),
  rule('fact', '<month> <int> ,? <int> || <month> the? <nth> ,? <int>', (month, day, year, here) =>
    ofMonth(day, month, year, here),
  ),
  rule('fact', '<int> / <int> !/|am|pm !<unit> !<noun>', (a, b, here) =>
    isDay(a) && isDay(b) && !(a.least === 1 && b.least === 2) && !(a.least === 24 && b.least === 7)
      ? calendar.slashed(a.least, b.least, null, here)
      : null,
  ),
  // "On 24/7" is a day of July.
  rule('fact', '~on|by|until|from|before|after <int> / <int> !/|am|pm', (a, b, here) =>
    isDay(a) && isDay(b) ? calendar.slashed(a.least, b.least, null, here) : null,
  ),
  rule('fact', '<int> /|- <int> /|- <int>', (a, b, year, here) =>
    isDay(a) && isDay(b) && isYear(year) ? calendar.slashed(a.least, b.least, year.least, here) : null,
  ),
  rule('date', 'the? <figured> !<thing> !<unit> !<weekday> !of', (day, here) =>
    found(calendar.dayOfMonth(day, here)),
  ),
  rule('date', '~on|by|until|from|before|after the <nth> !<thing> !<weekday> !<unit> !one|of', (day, here) =>
    day < 1 ? null : found(calendar.dayOfMonth(day, here)),
  ),
  rule('date', 'the? <nth> <weekday> !of|in', (nth, weekday, here) => nthOf(nth, weekday, null, here)),
  rule('date', 'the? <nth> <weekday> of|in <month>', (nth, weekday, month, here) =>
    nthOf(nth, weekday, month, here),
  ),
  rule('date', 'the? <nth> of the month', (day, here) => {
    const made = found(calendar.dayOfMonth(day, here));
    return made && { ...made, alternatives: [monthly(day).value], certainty: 'open' };
  }),
  rule('date', 'the? <nth> of (this|next) month', (day, which, here) => {
    const { from } = calendar.wholeUnit('month', which === 'next' ? 1 : 0, here)!;
    return found(calendar.dayOf(Number(from!.slice(0, 4)), Number(from!.slice(5, 7)), day));
  }),
  rule('date', 'the? last day of the|this month', (here) => found(calendar.wholeUnit('month', 0, here)!.to)),
  rule('date', 'the? last day of <month>', (month, here) => found(calendar.wholeMonth(month, here).to)),
];

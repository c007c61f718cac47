// Days by their number: "the 15th", "3/12", "December 5", "20 November 2026", and those that no calendar has.
import * as calendar from './calendar.ts';
import { date, IMPOSSIBLE_DATE } from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import type { DateValue } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];

const found = (day: string | null): Found<DateValue> | null => (day === null ? null : { value: date(day) });
export const whole = (n: Int): number | null =>
  n.least === n.most && Number.isInteger(n.least) ? n.least : null;

/** A day of a month as it was said; figures that no calendar has are told, not dropped. */
export function ofMonth(day: number | null, month: number, year: Int | null, here: Here): Found | null {
  if (day === null || day < 1 || day > 39) return null;
  if (year !== null && (year.least < 2000 || year.least > 2100)) return null;
  const made = year ? calendar.dayOf(year.least, month, day) : calendar.monthDay(month, day, here);
  return made === null
    ? IMPOSSIBLE_DATE
    : { value: date(made), certainty: !year && calendar.isFar(made, here) ? 'open' : 'said' };
}
export const MONTH_RULES = [
  rule('fact', '<int> of? <month>', (day, month, here) => ofMonth(whole(day), month, null, here)),
  rule('fact', 'the? <nth> of? <month>', (day, month, here) => ofMonth(day, month, null, here)),
  rule('fact', '<month> the? <nth>', (month, day, here) => ofMonth(day, month, null, here)),
  rule('fact', '<month> <int> !%|percent|am|pm|:', (month, day, here) =>
    ofMonth(whole(day), month, null, here),
  ),
  rule('fact', '<int> of? <month> ,? <int> !am|pm|%|percent !<unit>', (day, month, year, here) =>
    ofMonth(whole(day), month, year, here),
  ),
  rule('fact', 'the? <nth> of? <month> ,? <int>', (day, month, year, here) =>
    ofMonth(day, month, year, here),
  ),
  rule('fact', '<month> <int> ,? <int>', (month, day, year, here) => ofMonth(whole(day), month, year, here)),
  rule('fact', '<month> the? <nth> ,? <int>', (month, day, year, here) => ofMonth(day, month, year, here)),
  rule('fact', '<int> / <int> !/ !<unit>', (a, b, here) =>
    whole(a) === null || whole(b) === null || a.least > 31 || b.least > 31 || (a.least === 1 && b.least === 2)
      ? null
      : calendar.slashed(a.least, b.least, null, here),
  ),
  rule('fact', '<int> /|- <int> /|- <int>', (a, b, year, here) =>
    a.least > 31 ||
    b.least > 31 ||
    a.isWord ||
    b.isWord ||
    year.least < 20 ||
    (year.least > 99 && year.least < 2000)
      ? null
      : calendar.slashed(a.least, b.least, year.least, here),
  ),
  rule('date', 'the? <figured> !<thing> !of', (day, here) => found(calendar.dayOfMonth(day, here))),
  rule('date', '~on|by|until|from|before|after the <nth> !<thing> !one|of', (day, here) =>
    day < 1 ? null : found(calendar.dayOfMonth(day, here)),
  ),
  rule('date', 'the? last day of the|this month', (here) => found(calendar.wholeUnit('month', 0, here)!.to)),
  rule('date', 'the? last day of <month>', (month, here) => found(calendar.wholeMonth(month, here).to)),
];

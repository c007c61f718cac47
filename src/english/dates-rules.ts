// Stretches of days: "20 to 27 December", "rest of the week", "in July", "next weekend", "end of January".
import { addDays, daysBetween } from '../kernel/time.ts';
import * as calendar from './calendar.ts';
import { dates, IMPOSSIBLE_DATE } from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import { ofMonth, whole } from './date-rules.ts';
import type { DatesValue, DateValue } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];

const asDate = (one: Found | null): Found<DateValue> | null =>
  one?.value.kind === 'date' ? (one as Found<DateValue>) : null;

type Dates = Found<DatesValue>;
const stretch = (from: string | null, to: string | null): Dates => ({ value: dates(from, to) });

/** From the first to the last; a first day without a month takes that of the last one. */
function between(from: Found<DateValue>, to: Found<DateValue>): Dates | null {
  const [first, last] = [from.value.date, to.value.date];
  if (first <= last) return stretch(first, last);
  const year = String(Number(first.slice(0, 4)) - 1);
  const earlier = `${year}${first.slice(4)}`;
  return daysBetween(earlier, last) >= 0 && daysBetween(earlier, last) < 180 ? stretch(earlier, last) : null;
}

/** "20 to 27 December": both in that month, or the first in the month before. */
function daysOfMonth(
  first: number | null,
  last: number | null,
  month: number,
  year: Int | null,
  here: Here,
): Found | null {
  const to = asDate(ofMonth(last, month, year, here));
  if (!to || first === null || first < 1) return to ? null : IMPOSSIBLE_DATE;
  const [ofYear, ofMonthNumber] = to.value.date.split('-').map(Number) as [number, number];
  const from = calendar.dayOf(ofYear, ofMonthNumber, first);
  return from !== null && from <= to.value.date ? stretch(from, to.value.date) : null;
}

/** "the 20th to the 27th": the next such days, one after the other. */
function numbered(first: number, last: number, here: Here): Dates | null {
  const from = calendar.dayOfMonth(first, here);
  const to = from && calendar.dayOfMonth(last, { ...here, today: from });
  return to ? stretch(from, to) : null;
}

export const DATES_RULES = [
  rule('dates', 'between the? <figured> and the? <figured> !of !<month>', numbered),
  rule('fact', 'between the? <nth> and the? <nth> of? <month>', (a, b, month, here) =>
    daysOfMonth(a, b, month, null, here),
  ),
  rule('fact', 'between <int> and <int> of? <month>', (a, b, month, here) =>
    daysOfMonth(whole(a), whole(b), month, null, here),
  ),
  rule('dates', 'from? the? <figured> to|-|until|through the? <figured> !of !<month>', numbered),
  rule('dates', 'in <int> !<thing> !<noun>', (year) =>
    year.least > 2020 && year.least < 2100 ? stretch(`${year.least}-01-01`, `${year.least}-12-31`) : null,
  ),
  rule('fact', 'from? <int> to|-|until|through <int> of? <month>', (a, b, month, here) =>
    daysOfMonth(whole(a), whole(b), month, null, here),
  ),
  rule('fact', 'from? the? <nth> to|-|until|through the? <nth> of? <month>', (a, b, month, here) =>
    daysOfMonth(a, b, month, null, here),
  ),
  rule('fact', '<month> <int> to|-|until|through <int> !am|pm', (month, a, b, here) =>
    daysOfMonth(whole(a), whole(b), month, null, here),
  ),
  rule('fact', '<month> <nth> to|-|until|through the? <nth>', (month, a, b, here) =>
    daysOfMonth(a, b, month, null, here),
  ),
  rule('dates', 'from? <date> to|-|until|through <date>', (from, to) =>
    from.value.day && to.value.day ? null : between(from, to),
  ),
  rule('dates', 'between <date> and <date>', (from, to) => between(from, to)),
  rule('dates', 'the? (this|next|last|coming) <unit>', (which, unit, here) => {
    const value = calendar.wholeUnit(unit, which === 'this' ? 0 : which === 'last' ? -1 : 1, here);
    return value && { value };
  }),
  rule('dates', 'the? (week|month|year) after next', (unit, here) => ({
    value: calendar.wholeUnit(unit as 'week', 2, here)!,
  })),
  rule('dates', 'the? rest|remainder of the|this (week|month|year)', (unit, here) =>
    stretch(here.today, calendar.wholeUnit(unit as 'week', 0, here)!.to),
  ),
  rule('dates', 'the? (this|next|coming) weekend', (which, here) =>
    which === 'next'
      ? { value: calendar.weekendOf(1, here), alternatives: [calendar.weekendOf(0, here)], certainty: 'open' }
      : { value: calendar.weekendOf(0, here) },
  ),
  rule('dates', 'in|during|over|throughout|all <month>', (month, here) => ({
    value: calendar.wholeMonth(month, here),
  })),
  rule('dates', 'in|during|over <month> <int>', (month, year, here) =>
    year.least >= 2000 && year.least < 2100 ? { value: calendar.wholeMonth(month, here, year.least) } : null,
  ),
  rule('dates', '(this|next|last) <month>', (which, month, here) => {
    const value = calendar.wholeMonth(month, here);
    return which === 'last' ? null : { value };
  }),
  rule('dates', 'the? (end|start|beginning|middle) of <month>', (part, month, here) => ({
    value: partOf(part, calendar.wholeMonth(month, here)),
  })),
  rule('dates', '(mid|early|late) -? <month>', (part, month, here) => ({
    value: partOf(part, calendar.wholeMonth(month, here)),
  })),
  rule('dates', 'the? (end|start|beginning|middle) of (the|this|next) <unit>', (part, which, unit, here) => {
    const value = calendar.wholeUnit(unit, which === 'next' ? 1 : 0, here);
    return value && { value: partOf(part, value) };
  }),
  rule('dates', 'for the (week|month|year)', (unit, here) => ({
    value: calendar.wholeUnit(unit as 'week', 0, here)!,
    role: 'for',
  })),
  rule('dates', '<month>', (month, here) => ({ value: calendar.wholeMonth(month, here) })),
];

/** The first, the middle or the last third; of an end the last day is what a deadline means. */
function partOf(part: string, { from, to }: DatesValue): DatesValue {
  const third = Math.floor((daysBetween(from!, to!) + 1) / 3);
  if (part === 'end' || part === 'late') return dates(addDays(to!, 1 - third), to);
  if (part === 'middle' || part === 'mid') return dates(addDays(from!, third), addDays(to!, -third));
  return dates(from, addDays(from!, third - 1));
}

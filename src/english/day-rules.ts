// Days by their names and by how far they lie ahead: "Friday week", "a fortnight today", "next Tuesday".
import { addDays, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import * as calendar from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import type { DateValue, SpanValue } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

type Weekday = Classes['weekday'];
type Days = Found<DateValue> | null;

const found = (day: string): Found<DateValue> => ({ value: calendar.date(day) });
const relative = (pattern: string, days: number) =>
  rule('date', pattern, (...args) => found(addDays((args.at(-1) as unknown as Here).today, days)));
const onlyDay = ({ days, isEvery }: Weekday): Day | null => (days.length === 1 && !isEvery ? days[0]! : null);

/** So many days behind the next day of that name. */
function behind(weekday: Weekday, days: number, here: Here): Days {
  const day = onlyDay(weekday);
  return day && found(addDays(calendar.nextDay(day, here.today), days));
}

/** "Thursday week": on a Thursday that is in a week from now. */
function aWeekBehind(weekday: Weekday, here: Here): Days {
  const isToday = onlyDay(weekday) === weekdayOf(here.today);
  return behind(weekday, isToday ? 0 : 7, here);
}

/** That day of this week (0), the next (1) … */
function ofWeek(weekday: Weekday, weeks: number, here: Here): Days {
  const day = onlyDay(weekday);
  return day && found(addDays(calendar.mondayOf(here.today), 7 * weeks + DAYS.indexOf(day)));
}

const ahead = ({ value }: Found<SpanValue>, from: string): Days =>
  value.least === value.most ? found(calendar.addUnits(from, value.least, value.unit)) : null;

/** "The Friday 11": a day of the month where that day has this name; a small number alone is an hour. */
function dayAndNumber(article: string | undefined, weekday: Weekday, n: Classes['int'], here: Here): Days {
  const day = onlyDay(weekday);
  const isDay = !n.isWord && n.least === n.most && n.least < 32 && (n.least > 12 || article !== undefined);
  const date = isDay && day ? calendar.dayOfMonth(n.least, here) : null;
  return date !== null && weekdayOf(date) === day ? found(date) : null;
}

function next(weekday: Weekday, here: Here): Days {
  const day = onlyDay(weekday);
  return day && calendar.nextNamed(day, here);
}

/** "Friday 4 December", "next Wednesday, 2 December": one day, said twice; where the two differ somebody has to ask. */
function twice(first: Found<DateValue>, second: Found<DateValue>): Days {
  if (first.role ?? second.role) return null;
  const [named, numbered] = second.value.day ? [second, first] : [first, second];
  const { day } = named.value;
  if (numbered.value.day || (day === null && named === second)) return null;
  const meant = [named.value, ...(named.alternatives ?? [])].some(
    (one) => 'date' in one && one.date === numbered.value.date,
  );
  if (meant || day === weekdayOf(numbered.value.date)) return { value: numbered.value };
  return day ? { value: numbered.value, alternatives: [named.value], certainty: 'open' } : null;
}

/** Behind all other dates: "2 days before Christmas", "the day after the 5th". */
export const BESIDE_DATE_RULES = [
  rule('date', '<date> <date>', twice),
  // Behind a comma another day is another day: "by New Year, Saturday mornings".
  rule('date', '<date> , <date>', (first, second) => {
    const found = twice(first, second);
    return found?.certainty === 'open' ? null : found;
  }),
  rule('fact', 'for <span> ; from|starting|beginning <date>', (span, from) => [
    { ...span, role: 'for' },
    { ...from, role: 'from' },
  ]),
  rule('date', 'the? first|last? <weekday> (before|after) <date>', (weekday, side, { value: { date } }) => {
    const day = onlyDay(weekday);
    if (!day) return null;
    return found(
      side === 'after'
        ? calendar.nextDay(day, date)
        : addDays(calendar.nextDay(day, date), -7 - (weekdayOf(date) === day ? 7 : 0)),
    );
  }),
  rule('dates', 'the? week (before|after) <date>', (side, { value: { date } }) => {
    const monday = addDays(calendar.mondayOf(date), side === 'after' ? 7 : -7);
    return { value: calendar.dates(monday, addDays(monday, 6)) };
  }),
  rule('dates', 'between now and <dates>', ({ value: { from } }, here) => ({
    value: calendar.dates(here.today, from),
  })),
  rule('date', 'this time next <unit>', (unit, here) => found(calendar.addUnits(here.today, 1, unit))),
  rule(
    'date',
    'by|before? end|close of play|business|day <date> || eod|cob <date> || <date> eod|cob',
    ({ value }) => ({ value, role: 'by' }),
  ),

  // "Christmas, 23rd to 3rd": the stretch says it more exactly.
  rule('dates', '<date> ,? <dates>', ({ value: { date, day } }, stretch) => {
    const { from, to } = stretch.value;
    // "10th December" is a day of that month, and not the month.
    const isMonth = from?.slice(8) === '01' && to !== null && addDays(to, 1).slice(8) === '01';
    return !day && from && to && !isMonth && date >= from && date <= to && from !== to ? stretch : null;
  }),
  rule('fact', 'the? <part> ; after tomorrow', (part, here) => [part, found(addDays(here.today, 2))]),
  rule('date', '<span> (before|after) <date>', ({ value }, side, { value: from }) =>
    value.least === value.most
      ? found(calendar.addUnits(from.date, side === 'after' ? value.least : -value.least, value.unit))
      : null,
  ),
  rule('date', 'the? day (before|after) <date>', (side, { value }) =>
    found(addDays(value.date, side === 'after' ? 1 : -1)),
  ),
];

const END_OF_DAY =
  'by|before? end|close of play|business|day !of || by|before the end of the day !of || eod|cob';

export const DAY_RULES = [
  relative('today', 0),
  relative('tomorrow', 1),
  relative('yesterday', -1),
  relative('the? day after tomorrow || overmorrow || next tomorrow', 2),
  relative('today week', 7),
  relative('tomorrow week', 8),
  // The end of a day's work is a deadline.
  rule('date', END_OF_DAY, (here) => ({ ...found(here.today), role: 'by' })),
  rule('date', 'eow', (here) => ({ ...found(addDays(calendar.mondayOf(here.today), 4)), role: 'by' })),
  rule('date', 'from now on', (here) => ({ ...found(here.today), role: 'from' })),
  rule('date', '<span> today || <span> from today|now', (span, here) => ahead(span, here.today)),
  rule('date', '<span> tomorrow || <span> from tomorrow', (span, here) =>
    ahead(span, addDays(here.today, 1)),
  ),
  rule('date', '<weekday>', (weekday, here) => {
    const day = onlyDay(weekday);
    return day && calendar.weekdayDate(day, here);
  }),
  rule(
    'date',
    '(the)? <weekday> the? <int> !am|pm|:|ish|-|to|x|times|st|nd|rd|th !<noun> !<unit> !<coin> !<month>',
    dayAndNumber,
  ),
  rule('date', '<weekday> week || a week on|from? <weekday>', aWeekBehind),
  rule('date', '<weekday> fortnight', (weekday, here) => behind(weekday, 14, here)),
  rule('date', '<span> on|from <weekday>', (span, weekday, here) => {
    const from = behind(weekday, 0, here);
    return from && ahead(span, from.value.date);
  }),
  rule('date', 'in <int> <weekday>', (n, { days: [day = 'MO'] }, here) =>
    found(addDays(calendar.nextDay(day, here.today), 7 * (n.least - 1))),
  ),
  rule('date', 'this|coming <weekday> || this coming <weekday>', (weekday, here) => behind(weekday, 0, here)),
  rule('date', 'last <weekday>', (weekday, here) => behind(weekday, -7, here)),
  rule('date', 'next|following <weekday> || <weekday> next', next),
  rule('date', 'the? <weekday> after next', (weekday, here) => {
    const made = behind(weekday, 7, here);
    return made && { ...made, certainty: 'open' };
  }),
  rule('date', '<weekday> this week || this week on? <weekday>', (weekday, here) => ofWeek(weekday, 0, here)),
  rule('date', '<weekday> of? next week || next week on? <weekday>', (weekday, here) =>
    ofWeek(weekday, 1, here),
  ),
];

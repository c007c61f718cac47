// Stretches of days: "20 to 27 December", "rest of the week", "in July", "next weekend", "end of January".
import { addDays, daysBetween } from '../kernel/time.ts';
import * as calendar from './calendar.ts';
import { dates } from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import { ofMonth } from './date-rules.ts';
import type { DatesValue, DateValue, Unit } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];

type Dates = Found<DatesValue>;
type Day = Int | number;

const stretch = (from: string | null, to: string | null): Dates => ({ value: dates(from, to) });
const whole = (unit: Unit, ahead: number, here: Here): Dates | null => {
  const value = calendar.wholeUnit(unit, ahead, here);
  return value && { value };
};

/** From the first to the last; where that lies behind, the first was in the year before. */
function between({ value: first }: Found<DateValue>, { value: last }: Found<DateValue>): Dates | null {
  if (first.date <= last.date) return stretch(first.date, last.date);
  const earlier = `${Number(first.date.slice(0, 4)) - 1}${first.date.slice(4)}`;
  const days = daysBetween(earlier, last.date);
  return days >= 0 && days < 180 ? stretch(earlier, last.date) : null;
}

/** "20 to 27 December": both in that month. */
function inMonth(first: Day, last: Day, month: number, here: Here): Found | null {
  const to = ofMonth(last, month, null, here);
  if (to?.value.kind !== 'date') return to;
  const from = ofMonth(first, month, { least: Number(to.value.date.slice(0, 4)), most: 0 }, here);
  if (from?.value.kind !== 'date') return from;
  return from.value.date <= to.value.date ? stretch(from.value.date, to.value.date) : null;
}

/** "the 20th to the 27th": the next such days, one after the other. */
function numbered(first: number, last: number, here: Here): Dates | null {
  const from = calendar.dayOfMonth(first, here);
  const to = from && calendar.dayOfMonth(last, { ...here, today: from });
  return to ? stretch(from, to) : null;
}

function untilThe(from: string, day: number, here: Here): Dates | null {
  const to = calendar.dayOfMonth(day, { ...here, today: from });
  return to ? stretch(from, to) : null;
}

const TO = 'to|-|until|through';

export const DATES_RULES = [
  rule(
    'dates',
    `from? the? <figured> ${TO} the? <figured> !of !<month> || between the? <figured> and the? <figured> !of !<month>`,
    numbered,
  ),
  rule('fact', `from? <int> ${TO} <int> of? <month> || between <int> and <int> of? <month>`, inMonth),
  rule(
    'fact',
    `from? the? <nth> ${TO} the? <nth> of? <month> || between the? <nth> and the? <nth> of? <month>`,
    inMonth,
  ),
  rule('fact', `from? <month> <int> ${TO} <int> !am|pm`, (month, a, b, here) => inMonth(a, b, month, here)),
  rule('fact', `from? <month> the? <nth> ${TO} the? <nth>`, (month, a, b, here) =>
    inMonth(a, b, month, here),
  ),
  rule('dates', `from <date> until <date> || from? <date> to|-|through <date>`, (from, to) =>
    from.value.day && to.value.day ? null : between(from, to),
  ),
  // "Every Tuesday until Christmas" is no stretch that begins on a Tuesday.
  rule('dates', '<date> until <date>', (from, to) => (from.value.day ? null : between(from, to))),
  rule('dates', 'between <date> and <date>', between),
  rule(
    'dates',
    'from <date> until the <figured> || from? <date> to|-|through the <figured>',
    ({ value: { date: from } }, day, here) => untilThe(from, day, here),
  ),
  rule('dates', '<date> until the <figured>', ({ value: { date: from, day: weekday } }, day, here) =>
    weekday ? null : untilThe(from, day, here),
  ),
  rule(
    'dates',
    `in <int> !<thing> !<noun> || ~by|before|until|since <int> !<thing> !<noun> !<coin> !hours|hrs`,
    (year) =>
      year.least > 2020 && year.least < 2100 ? stretch(`${year.least}-01-01`, `${year.least}-12-31`) : null,
  ),
  rule('dates', 'the? this <unit>', (unit, here) => whole(unit, 0, here)),
  rule('dates', 'the? next|coming <unit>', (unit, here) => whole(unit, 1, here)),
  rule('dates', 'the? last <unit> !of', (unit, here) => whole(unit, -1, here)),
  rule('date', 'the? (end|start|beginning) of <dates>', (part, { value: { from, to } }) => {
    const day = part === 'end' ? to : from;
    return day === null ? null : { value: calendar.date(day) };
  }),
  // "Starting when Ramadan starts", "once Christmas is over".
  rule('date', 'when|once|as <dates> starts|start|begins|begin|comes', ({ value: { from } }) =>
    from === null ? null : { value: calendar.date(from), role: 'from' },
  ),
  rule('date', 'when|once <date> comes|arrives|starts', ({ value }) => ({ value, role: 'from' })),
  rule(
    'date',
    'when|once <dates> ends|finishes || when|once <dates> is over|done|finished',
    ({ value: { to } }) => (to === null ? null : { value: calendar.date(to), role: 'after' }),
  ),
  rule('date', 'when|once <date> is over|done|finished', ({ value }) => ({ value, role: 'after' })),
  rule('dates', 'the? <unit> after next', (unit, here) => whole(unit, 2, here)),
  rule('dates', 'for the <unit> !of', (unit, here) => {
    const made = whole(unit, 0, here);
    return made && { ...made, role: 'for' };
  }),
  rule('dates', 'the? rest|remainder of the|this <unit>', (unit, here) => {
    const made = whole(unit, 0, here);
    return made && stretch(here.today, made.value.to);
  }),
  rule('dates', 'the? this|coming weekend', (here) => ({ value: calendar.weekendOf(0, here) })),
  rule('dates', 'the? <nth> week of|in <month>', (nth, month, here) => {
    const { from, to } = calendar.wholeMonth(month, here);
    const first = nth === -1 ? addDays(to!, -6) : addDays(from!, 7 * (nth - 1));
    return nth < 5 ? stretch(first, addDays(first, 6)) : null;
  }),
  // "Fifty a week starting Friday" is no such week.
  rule('dates', 'the week of|commencing|beginning|starting <date> || week commencing <date>', ({ value }) =>
    stretch(value.date, addDays(value.date, 6)),
  ),
  rule('dates', 'the? weekend of <date>', ({ value: { date } }) => {
    const saturday = addDays(calendar.mondayOf(date), 5);
    return stretch(saturday, addDays(saturday, 1));
  }),
  rule('dates', 'the? (first|last) <span> of|in <month>', (side, { value }, month, here) => {
    const { from, to } = calendar.wholeMonth(month, here);
    const days = { day: 1, week: 7 }[value.unit as 'day'] ?? 30;
    const more = days * value.least - 1;
    return side === 'first' ? stretch(from, addDays(from!, more)) : stretch(addDays(to!, -more), to);
  }),
  rule('dates', 'the? weekend after next', (here) => ({
    value: calendar.weekendOf(2, here),
    alternatives: [calendar.weekendOf(1, here)],
    certainty: 'open',
  })),
  rule('dates', 'the? next weekend', (here) => ({
    value: calendar.weekendOf(1, here),
    alternatives: [calendar.weekendOf(0, here)],
    certainty: 'open',
  })),
  rule('dates', '<month> !<thing> || in|during|over|throughout|this|next <month>', (month, here) => ({
    value: calendar.wholeMonth(month, here),
  })),
  rule('dates', 'in|during <month> <int> || <month> <int>', (month, { least }, here) =>
    least >= 2020 && least < 2100 ? { value: calendar.wholeMonth(month, here, least) } : null,
  ),
  rule('dates', 'between|from? now and|until|to|till <date>', ({ value: { date } }, here) =>
    stretch(here.today, date),
  ),
  // "From 22 to New Year's Day".
  rule('dates', `from <int> ${TO} <date>`, (first, { value: last }) => {
    if (last.day !== null || first.least !== first.most || first.least > 31 || first.least < 1) return null;
    const sameMonth = `${last.date.slice(0, 8)}${String(first.least).padStart(2, '0')}`;
    const from = sameMonth <= last.date ? sameMonth : calendar.addUnits(sameMonth, -1, 'month');
    return stretch(from, last.date);
  }),
  rule('dates', '(month|quarter|year) end !week|weeks', (unit, here) => {
    const made = whole(unit as Unit, 0, here);
    return made && { value: partOf('end', made.value) };
  }),
  rule('dates', '<month> ending|end', (month, here) => ({
    value: partOf('end', calendar.wholeMonth(month, here)),
  })),
  rule(
    'dates',
    'the? (end|start|beginning|middle) of <month> || (end|mid|early|late) -? <month>',
    (part, month, here) => ({
      value: partOf(part, calendar.wholeMonth(month, here)),
    }),
  ),
  rule('dates', 'the? (end|start|beginning|middle) of <int>', (part, { least }) =>
    least > 2020 && least < 2100 ? { value: partOf(part, dates(`${least}-01-01`, `${least}-12-31`)) } : null,
  ),
  rule('dates', 'the? (end|start|beginning|middle) of (the|this|next) <unit>', (part, which, unit, here) => {
    const made = whole(unit, which === 'next' ? 1 : 0, here);
    return made && { value: partOf(part, made.value) };
  }),
];

/** The first, the middle or the last third; of an end the last day is what a deadline means. */
function partOf(part: string, { from, to }: DatesValue): DatesValue {
  const third = Math.floor((daysBetween(from!, to!) + 1) / 3);
  if (part === 'end' || part === 'late') return dates(addDays(to!, 1 - third), to);
  if (part === 'middle' || part === 'mid') return dates(addDays(from!, third), addDays(to!, -third));
  return dates(from, addDays(from!, third - 1));
}

/** "From Thursday 5 February to Tuesday 31 March": once each end is known to be one day. */
export const SAID_TWICE_RULES = [
  rule('dates', `from? <date> ${TO} <date> || between <date> and <date>`, (from, to) =>
    from.value.day || to.value.day ? null : between(from, to),
  ),
];

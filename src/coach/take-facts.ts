// Puts each fact of a reading into what is known of a goal; the words that it could not use come back.
import type { Fact, Reading, ValueOf } from '../english/facts.ts';
import { addDays, daysBetween, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { takeHours } from './take-hours.ts';
import type { Goal, Rhythm } from './goal.ts';

/** How far ahead an absence without an end is kept free. */
const OPEN_DAYS = 42;
const LONGEST_MINUTES = 240;

/** One message being read. `today`: the day on which it was said. */
export interface Taking {
  goal: Goal;
  reading: Reading;
  today: string;
  isRevision: boolean;
  /** Facts that say nothing of this goal: read, and not used. */
  unused: Fact[];
}

/** Changes `taking.goal` by every fact of the reading, in the order of the words. */
export function takeFacts(taking: Taking): void {
  const { goal, reading, isRevision } = taking;
  for (const fact of reading.facts) {
    if (!take(taking, fact)) taking.unused.push(fact);
  }
  const isDaily = reading.facts.some(
    ({ value }) => (value.kind === 'length' || value.kind === 'amount') && value.per === 'day',
  );
  if (isDaily && !isRevision && goal.rhythm === null && goal.days.length === 0) goal.rhythm = weekly(7);
}

const saidOf = ({ reading }: Taking, fact: Fact): string => reading.text.slice(fact.from, fact.to);
const isOut = (fact: Fact): boolean => fact.negated || fact.role === 'except';

/** True where it was used. */
function take(taking: Taking, fact: Fact): boolean {
  const { value } = fact;
  switch (value.kind) {
    case 'rhythm':
      return !isOut(fact) && takeRhythm(taking.goal, value);
    case 'days':
      return takeDays(taking, fact, value.days);
    case 'date':
      return takeDate(taking, fact, value);
    case 'dates':
      return takeDates(taking, fact, value);
    case 'offset':
      return value.date !== null && takeEnd(taking, fact, value.date, true);
    case 'span':
      return takeSpan(taking, fact, value);
    case 'length':
      return takeLength(taking, fact, value);
    case 'amount':
      return takeAmount(taking, fact, value);
    case 'number':
      return takeNumber(taking, value);
    case 'clock':
    case 'clock_range':
    case 'part':
    case 'shift':
      return takeHours(taking, fact);
    default:
      return false;
  }
}

function takeRhythm(goal: Goal, { least, per, interval, days, nth, monthDays }: ValueOf<'rhythm'>): boolean {
  if (per !== 'day' && per !== 'week' && per !== 'month') return false;
  if (days.length > 0) goal.days = DAYS.filter((day) => days.includes(day));
  if (per === 'day' && least > 1) goal.perDay = Math.min(3, least);
  const isDaily = per === 'day' && interval === 1;
  goal.rhythm = isDaily ? weekly(7) : { count: least, per, interval, nth, monthDays };
  return true;
}

export const weekly = (count: number): Rhythm => ({
  count: Math.max(1, Math.min(7, count)),
  per: 'week',
  interval: 1,
  nth: [],
  monthDays: [],
});

function takeDays(taking: Taking, fact: Fact, days: Day[]): boolean {
  const { goal } = taking;
  if (isOut(fact) || fact.role === 'instead') {
    goal.days = goal.days.filter((day) => !days.includes(day));
    if (isOut(fact)) goal.notDays = [...new Set([...goal.notDays, ...days])];
    return true;
  }
  const isNew = !taking.isRevision && goal.days.length > 0 && goal.groups.length === 0;
  goal.days = DAYS.filter((day) => days.includes(day) || (isNew && goal.days.includes(day)));
  goal.notDays = goal.notDays.filter((day) => !days.includes(day));
  if (taking.isRevision && goal.rhythm?.per === 'week' && (days.length > 1 || fact.role === 'only'))
    goal.rhythm = { ...goal.rhythm, count: days.length };
  return true;
}

const AWAY =
  /\b(?:away|holidays?|vacation|off|travel\w*|out of town|not (?:here|there|available)|unavailable|busy|abroad|can ?not|can't|won't|skip|leave out|free)\b/i;

/** The words of its sentence, as far as they stand near. */
function around({ reading: { text } }: Taking, { from, to }: Fact): string {
  const before =
    text
      .slice(0, from)
      .split(/[.;!?]/)
      .at(-1) ?? '';
  return before.slice(-40) + text.slice(to, to + 20).split(/[.;!?,]/)[0];
}

function takeDate(taking: Taking, fact: Fact, { date, day }: ValueOf<'date'>): boolean {
  const { goal } = taking;
  if (day !== null && (fact.role === 'at' || fact.role === 'only' || fact.role === 'instead' || isOut(fact)))
    return takeDays(taking, fact, [day]);
  if (isOut(fact)) return takeOff(goal, [date]);
  if (fact.role === 'from') return takeStart(goal, date);
  if (fact.role === 'after') return takeStart(goal, addDays(date, 1));
  if (fact.role === 'until' || fact.role === 'by' || fact.role === 'before')
    return takeEnd(taking, fact, date, false);
  if (AWAY.test(around(taking, fact))) return takeOff(goal, [date]);
  if (taking.isRevision || goal.endsOn !== null) return false;
  // "The exam on 14 December", "my trip on the 10th": the day itself is no day to prepare.
  goal.endsOn = addDays(date, -1);
  return true;
}

function takeOff(goal: Goal, dates: string[]): boolean {
  goal.datesOff = [...new Set([...goal.datesOff, ...dates])].toSorted().slice(0, 60);
  return true;
}

function takeStart(goal: Goal, date: string): boolean {
  goal.startOn = date;
  if (goal.spanDays !== null) goal.endsOn = addDays(date, goal.spanDays - 1);
  else if (goal.endsOn !== null && goal.endsOn < date) goal.endsOn = null;
  return true;
}

function takeEnd(taking: Taking, fact: Fact, date: string, isOffset: boolean): boolean {
  const { goal, today } = taking;
  if (fact.role === 'from' || (isOffset && /\bstart\w*\b/i.test(around(taking, fact))))
    return takeStart(goal, date);
  const isDay = fact.role === 'before' || goal.kind.counts === 'dated' || isOffset;
  goal.endsOn = isDay ? addDays(date, -1) : date;
  goal.spanDays = isOffset ? daysBetween(today, date) : null;
  return true;
}

function takeDates(taking: Taking, fact: Fact, { from, to }: ValueOf<'dates'>): boolean {
  const { goal } = taking;
  const said = saidOf(taking, fact);
  if (
    from &&
    to &&
    daysBetween(from, to) < 7 &&
    /day|\b(?:mon|tue|wed|thu|fri|sat|sun)/i.test(said) &&
    !/\d/.test(said)
  )
    return takeDays(taking, fact, datesIn(from, to).map(weekdayOf));
  if (isOut(fact) || (fact.role !== 'from' && fact.role !== 'until' && AWAY.test(around(taking, fact)))) {
    const first = from ?? addDays(taking.today, 1);
    return takeOff(goal, datesIn(first, to ?? addDays(first, OPEN_DAYS)));
  }
  if (from && (fact.role === 'from' || fact.role === 'after'))
    return takeStart(goal, fact.role === 'after' && to ? addDays(to, 1) : from);
  if (to && ['until', 'by', 'before'].includes(fact.role)) {
    goal.endsOn = fact.role === 'before' && from ? addDays(from, -1) : to;
    goal.spanDays = null;
    return true;
  }
  if (taking.isRevision && !from) return false;
  if (from && from > taking.today && goal.kind.counts !== 'dated') takeStart(goal, from);
  goal.endsOn = to === null ? goal.endsOn : to;
  return true;
}

function datesIn(from: string, to: string): string[] {
  const count = Math.min(60, daysBetween(from, to) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, day) => addDays(from, day));
}

const DAYS_OF = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

function takeSpan(taking: Taking, fact: Fact, { least, unit }: ValueOf<'span'>): boolean {
  const { goal } = taking;
  const near = around(taking, fact);
  // "90 minutes of exercise a week": the measure and its week stand apart.
  if (least === 1 && /^(?:a|per|each|every)\b/i.test(saidOf(taking, fact))) {
    if (unit === 'week' && goal.minutes !== null && goal.weekMinutes === null) {
      goal.weekMinutes = goal.minutes;
      goal.minutes = null;
    } else if (unit === 'day') goal.rhythm ??= weekly(7);
    return unit === 'week' || unit === 'day';
  }
  if (
    unit === 'day' &&
    least <= 7 &&
    (taking.isRevision || goal.weekMinutes !== null || /over/i.test(saidOf(taking, fact)))
  ) {
    goal.rhythm = weekly(least);
    goal.days = goal.days.length > least ? [] : goal.days;
    return true;
  }
  if (fact.role !== 'for' && fact.role !== 'at' && !/\blast|plan|over/i.test(near)) return false;
  goal.spanDays = Math.round(least * DAYS_OF[unit]);
  goal.endsOn = addDays(goal.startOn ?? addDays(taking.today, 1), goal.spanDays - 1);
  return true;
}

function takeLength(taking: Taking, fact: Fact, { least, per }: ValueOf<'length'>): boolean {
  const { goal } = taking;
  if (isOut(fact) || fact.role === 'instead') return fact.role === 'instead';
  if (least > LONGEST_MINUTES && per === null) {
    goal.amounts.push({ amount: least / 60, unit: 'hour', per: null, said: saidOf(taking, fact) });
    return true;
  }
  if (per === 'week') goal.weekMinutes = least;
  else goal.minutes = Math.max(5, Math.min(LONGEST_MINUTES, least));
  if (taking.isRevision) {
    goal.load = 0;
    goal.groups = goal.groups.map((group) => ({ ...group, minutes: null }));
  }
  return true;
}

const ALREADY =
  /\b(?:already|can (?:now |only )?(?:do|run|swim|walk|ride|read)|now|so far|currently|at the moment)\b/i;

function takeAmount(taking: Taking, fact: Fact, { least, unit, per }: ValueOf<'amount'>): boolean {
  const { goal } = taking;
  if (isOut(fact)) return false;
  const said = saidOf(taking, fact);
  if (/^(?:time|session|day)s?$/.test(unit)) {
    goal.rhythm = weekly(least);
    return true;
  }
  if (ALREADY.test(around(taking, fact)) && (taking.isRevision || goal.amounts.length > 0)) {
    goal.has = least;
    return true;
  }
  const other = taking.isRevision ? goal.amounts.filter((one) => one.unit !== unit) : goal.amounts;
  goal.amounts = [...other, { amount: least, unit, per, said }];
  return true;
}

/** "Only 2", "make it three": of a plan, a small number says how often. */
function takeNumber(taking: Taking, { least }: ValueOf<'number'>): boolean {
  const { goal, reading } = taking;
  const isCount = taking.isRevision && Number.isInteger(least) && least >= 1 && least <= 7;
  if (!isCount || !/\b(?:only|just|make (?:it|that)|to|rather|instead|x)\b/i.test(reading.text)) return false;
  goal.rhythm = weekly(least);
  if (goal.days.length > least) goal.days = [];
  return true;
}

// Whether the sessions of a plan lie on the days and between the dates that were named, and as often.
import type { Fact, Value } from '../english/facts.ts';
import { addDays, daysBetween, weekdayOf } from '../kernel/time.ts';
import type { Day } from '../kernel/week.ts';
import type { LaidSession } from './holds-hours.ts';
import { daysNamed, isOut } from './said-around.ts';

const isEnd = ({ role }: Fact): boolean => role === 'until' || role === 'by' || role === 'before';
const isStart = ({ role }: Fact): boolean => role === 'from' || role === 'after';

export interface Span {
  sessions: readonly LaidSession[];
  /** From the first day of the plan to its last. */
  firstOn: string;
  lastOn: string;
  datesOff: readonly string[];
  endsOn: string | null;
}

/** The days that are missing, or that other days stand beside. */
export function daysNotHeld(
  facts: readonly Fact[],
  { sessions, ...span }: Span,
  { text, isMore: hasMore }: { text: string; isMore: boolean },
): Fact[] {
  const planned = new Set(sessions.map(({ day }) => day));
  const named = facts.filter(
    (fact) => daysNamed(fact).length > 0 && !isEnd(fact) && !isStart(fact) && fact.role !== 'instead',
  );
  const out = named.filter(
    (fact) => isOut(fact) && !(fact.value.kind === 'rhythm' && fact.value.nth.length > 0),
  );
  const only = named.filter((fact) => !isOut(fact) && isExclusive(fact, text));
  const wanted = only.length > 0 ? only : named.filter((fact) => !isOut(fact));
  const broken = out.filter((fact) => daysNamed(fact).some((day) => planned.has(day)));
  const all = new Set(wanted.flatMap(daysNamed));
  const [count = null] = facts.flatMap(({ value }) => countOf(value) ?? []);
  const isMore = hasMore || (count !== null && count > all.size);
  const isFewer =
    (count !== null && count < all.size) ||
    facts.some(({ value }) => value.kind === 'rhythm' && (value.interval > 1 || value.per === 'month')) ||
    wanted.some((fact, index) => index > 0 && /\bor\b/i.test(text.slice(wanted[index - 1]!.to, fact.from)));
  const gone = new Set(out.flatMap(daysNamed));
  const isEvent = (fact: Fact): boolean =>
    fact.value.kind === 'date' && sessions.every(({ date }) => date <= (fact.value as { date: string }).date);
  const missing = wanted.filter(
    (fact) =>
      !isFewer &&
      !isEvent(fact) &&
      daysNamed(fact).some((day) => !planned.has(day) && !gone.has(day) && isInSpan(day, span)),
  );
  const isAstray = all.size > 0 && !isMore && [...planned].some((day) => !all.has(day));
  const astray =
    isAstray && missing.length === 0 ? wanted.filter((fact) => !isEvent(fact)).slice(-1) : missing;
  return [...broken, ...astray];
}

/** "Only Fridays": no other day, whatever else is named. */
const isExclusive = ({ role, from, to }: Fact, text: string): boolean =>
  role === 'only' || /^ only\b/i.test(text.slice(to)) || /\bonly (?:on )?$/i.test(text.slice(0, from));

/** So many sessions a week; null for what is counted otherwise. */
function countOf(value: Value): number | null {
  if (value.kind === 'amount') return value.per === 'week' && value.least <= 7 ? value.least : null;
  const isCount =
    value.kind === 'rhythm' && value.per === 'week' && value.interval === 1 && value.days.length === 0;
  return isCount ? value.least : null;
}

function isInSpan(day: Day, { firstOn, lastOn, datesOff }: Omit<Span, 'sessions'>): boolean {
  const dates = Array.from({ length: Math.min(7, daysBetween(firstOn, lastOn) + 1) }, (_, at) =>
    addDays(firstOn, at),
  );
  return dates.some((date) => weekdayOf(date) === day && !datesOff.includes(date));
}

/** Starts, ends and dates that are left free. */
export function datesNotHeld(facts: readonly Fact[], span: Span): Fact[] {
  return facts.filter((fact) => !holdsDate(fact, span));
}

function holdsDate(fact: Fact, { sessions, firstOn, lastOn, datesOff, endsOn }: Span): boolean {
  const { value } = fact;
  const dates = sessions.map(({ date }) => date);
  const [first = firstOn, last = lastOn] = [dates[0], dates.at(-1)];
  if (value.kind === 'span') return fact.role !== 'for' || endsOn !== null;
  if (value.kind !== 'date' && value.kind !== 'dates') return true;
  const [from, to] = value.kind === 'date' ? [value.date, value.date] : [value.from, value.to];
  if (isStart(fact)) return from === null || first >= from;
  // "Never before a day at the office": it is no end.
  if (isEnd(fact) && isOut(fact)) return true;
  if (isEnd(fact)) {
    const end = fact.role === 'before' ? from : to;
    return end === null || (endsOn !== null && (fact.role === 'before' ? last < end : last <= end));
  }
  if (value.kind === 'date' && value.day !== null) return true;
  const isFree = !dates.some((date) => (from === null || date >= from) && (to === null || date <= to));
  if (isOut(fact)) return isFree;
  return endsOn !== null || isFree || first === from || (from !== null && datesOff.includes(from));
}

/** How often: in a day, a week, or every so many days. */
export function rhythmNotHeld(facts: readonly Fact[], { sessions, ...span }: Span, isShort: boolean): Fact[] {
  const perDate = [...Map.groupBy(sessions, ({ date }) => date).values()];
  const inDay = Math.max(0, ...perDate.map((own) => own.length));
  const dates = [...new Set(sessions.map(({ date }) => date))];
  const weeks = Map.groupBy(dates, (date) => Math.floor(daysBetween(span.firstOn, date) / 7));
  const inWeek = Math.max(0, ...[...weeks.values()].map((own) => own.length));
  const gaps = dates.slice(1).map((date, index) => daysBetween(dates[index]!, date));
  const named = facts.some((fact) => daysNamed(fact).length > 0 && !isStart(fact) && !isEnd(fact));
  return facts.filter((fact) => {
    const { value } = fact;
    if (value.kind !== 'rhythm' || isOut(fact) || isShort) return false;
    const { least, most, per, interval, nth, monthDays, days } = value;
    if (per === 'day' && least > 1) return inDay < Math.min(3, least);
    if (per === 'day' && interval === 1)
      return !named && gaps.some((gap, index) => gap > 1 && !isLeftOut(dates[index]!, gap, span, facts));
    if (per === 'day') return gaps.some((gap) => gap < interval) && !facts.some(isOut);
    if (monthDays.length > 0) return dates.some((date) => !monthDays.some((day) => isMonthDay(date, day)));
    if (nth.length > 0) return dates.some((date) => !nth.some((one) => isNth(date, one)));
    if (per === 'week' && interval > 1) return days.length < 2 && !isSpaced(dates, days, 7 * interval);
    if (per !== 'week' || days.length > 0 || interval > 1) return false;
    const isWhole = daysBetween(span.firstOn, span.lastOn) >= 6;
    return inWeek > most || (isWhole && inWeek < Math.min(7, least) && span.datesOff.length === 0);
  });
}

/** So many days lie between those of them that fall on `days`, or on any day. */
function isSpaced(dates: readonly string[], days: readonly Day[], least: number): boolean {
  const own = dates.filter((date) => days.length === 0 || days.includes(weekdayOf(date)));
  return own.slice(1).every((date, index) => daysBetween(own[index]!, date) >= least);
}

const isMonthDay = (date: string, day: number): boolean =>
  Number(date.slice(8)) === day || (day === -1 && addDays(date, 1).endsWith('-01'));
/** It is the first, second … of its weekday in the month; -1 for the last. */
export const isNth = (date: string, nth: number): boolean =>
  nth > 0 ? Math.ceil(Number(date.slice(8)) / 7) === nth : addDays(date, 7).slice(5, 7) !== date.slice(5, 7);

/** Each day of the gap was to be left out. */
function isLeftOut(
  date: string,
  gap: number,
  { datesOff }: Omit<Span, 'sessions'>,
  facts: readonly Fact[],
): boolean {
  const gone = new Set(facts.filter(isOut).flatMap(daysNamed));
  return Array.from({ length: gap - 1 }, (_, at) => addDays(date, at + 1)).every(
    (free) => datesOff.includes(free) || gone.has(weekdayOf(free)),
  );
}

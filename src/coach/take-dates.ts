// Puts days, dates, ends and absences into what is known of a goal.
import type { Fact, ValueOf } from '../english/facts.ts';
import { addDays, daysBetween, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { endOf, isEvent, isWhile, MOVED, STARTS } from './event-dates.ts';
import type { Goal, Taking } from './goal.ts';
import { around, clauseAround, isOut, saidOf } from './said-around.ts';

/** How far ahead an absence without an end is kept free. */
const OPEN_DAYS = 42;

/** True where it was used, as of everything here. */
export function takeDays(taking: Taking, fact: Fact, days: Day[]): boolean {
  const { goal } = taking;
  // "3 chapters a day, 4 on Sundays": an amount of its own, which no plan holds beside the other.
  if (
    !taking.isRevision &&
    goal.amounts.some(({ per }) => per === 'day') &&
    /^(?:and |but )?(?:about |around )?\d+ (?:on|at)\b/i.test(clauseAround(taking, fact))
  )
    return false;
  // "No takeaways, weekends are fine": of what is given up, days are exceptions.
  if (goal.kind.counts === 'abstain' && !isOut(fact) && ALLOWED.test(clauseAround(taking, fact))) {
    goal.notDays = [...new Set([...goal.notDays, ...days])];
    return true;
  }
  const isOwnNo =
    goal.kind.counts === 'abstain' && /^(?:no|less|fewer|zero)\b/i.test(clauseAround(taking, fact));
  if (!isOwnNo && (isOut(fact) || fact.role === 'instead')) {
    const isEach = goal.rhythm?.per === 'week' && goal.rhythm.count === goal.days.length;
    goal.days = goal.days.filter((day) => !days.includes(day));
    // "Every weekday but Wednesday" is no five times a week.
    if (isEach && goal.rhythm && goal.days.length > 0)
      goal.rhythm = { ...goal.rhythm, count: goal.days.length };
    if (isOut(fact)) goal.notDays = [...new Set([...goal.notDays, ...days])];
    return true;
  }
  const isNew =
    !taking.isRevision && fact.role !== 'only' && goal.days.length > 0 && goal.groups.length === 0;
  goal.days = DAYS.filter((day) => days.includes(day) || (isNew && goal.days.includes(day)));
  // "Not on Wednesdays, on weekdays": of one message the exception holds.
  if (taking.isRevision || days.every((day) => goal.notDays.includes(day)))
    goal.notDays = goal.notDays.filter((day) => !days.includes(day));
  if (taking.isRevision && goal.rhythm?.per === 'week' && (days.length > 1 || fact.role === 'only'))
    goal.rhythm = { ...goal.rhythm, count: days.length };
  return true;
}

const ALLOWED = /\b(?:allowed|fine|ok(?:ay)?|treats?|cheat|permitted|except\w*|day off|don't count|free)\b/i;

const AWAY =
  /\b(?:away|going home|holidays?|vacation|off|travel\w*|out of town|not (?:here|there|available)|unavailable|busy|abroad|can ?not|can't|won't|skip|leave out|(?:keep|leave)\b[^.;]* free)\b/i;

export function takeDate(taking: Taking, fact: Fact, { date, day }: ValueOf<'date'>): boolean {
  const { goal } = taking;
  // "It's on Saturday": what is got ready for.
  const isItsDay =
    fact.role === 'at' &&
    isEvent(taking, fact) &&
    /(?:'s| is) ?$/.test(taking.reading.text.slice(0, fact.from));
  if (day !== null && isItsDay) {
    goal.endsOn = addDays(date, -1);
    return true;
  }
  if (day !== null && (fact.role === 'at' || fact.role === 'only' || fact.role === 'instead' || isOut(fact)))
    return takeDays(taking, fact, [day]);
  if (
    isOut(fact) &&
    goal.kind.counts === 'abstain' &&
    /\b(?:till?|until)\b[^,.;]{0,20}$/i.test(taking.reading.text.slice(0, fact.from))
  ) {
    goal.endsOn = date;
    return true;
  }
  if (isOut(fact)) return takeOff(goal, [date]);
  const isFortnightly = !taking.isRevision && (goal.rhythm?.interval ?? 1) > 1;
  if (isFortnightly && NEXT.test(taking.reading.text.slice(0, fact.from))) return takeStart(goal, date);
  const before = taking.reading.text.slice(0, fact.from);
  // "Mocks start 11 January": the day that one gets ready for.
  if (fact.role === 'from' && STARTS.test(before) && /\b(?:start|begin)/i.test(saidOf(taking, fact)))
    return takeEnd(taking, { ...fact, role: 'before' }, date, false);
  if (fact.role === 'from') return takeStart(goal, date);
  if (fact.role === 'after') return takeStart(goal, addDays(date, 1));
  if (fact.role === 'until' || fact.role === 'by' || fact.role === 'before')
    return takeEnd(taking, fact, date, false);
  if (LAST.test(taking.reading.text.slice(0, fact.from))) return takeAnchor(taking, date);
  if (AWAY.test(wordsAround(taking, fact))) return takeOff(goal, [date]);
  // "The race on Father's Day, June 21": one day, said twice.
  if (goal.endsOn === date || goal.endsOn === addDays(date, -1)) return true;
  if (taking.isRevision && MOVED.test(taking.reading.text))
    return takeEnd(taking, { ...fact, role: 'before' }, date, false);
  if (taking.isRevision || goal.endsOn !== null) return false;
  // "The exam on 14 December", "my trip on the 10th": the day itself is no day to prepare.
  goal.endsOn = addDays(date, -1);
  return true;
}

/** Of its clause; of its sentence where it stands alone in it: "I'm away, the 12th". */
function wordsAround(taking: Taking, fact: Fact): string {
  const clause = clauseAround(taking, fact);
  return clause.length > fact.to - fact.from + 3 ? clause : around(taking, fact);
}

const NEXT = /\b(?:next|first)(?: one| time)?(?: is| on|:)? $/i;
const LAST = /\b(?:last|previous)(?: one| time)? (?:was|is|came)(?: on)? $/i;

/** "Every other Friday, the last was 27 November": which of the weeks are meant. */
function takeAnchor({ goal, today }: Taking, date: string): boolean {
  if (goal.rhythm?.per !== 'week' || goal.rhythm.interval < 2) return false;
  let next = date > today ? `${Number(date.slice(0, 4)) - 1}${date.slice(4)}` : date;
  while (next <= today) next = addDays(next, 7 * goal.rhythm.interval);
  return takeStart(goal, next);
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

export function takeEnd(taking: Taking, fact: Fact, date: string, isOffset: boolean): boolean {
  const { goal, today } = taking;
  const before = taking.reading.text.slice(0, fact.from).slice(-40);
  if (fact.role === 'from' || (isOffset && /\bstart\w*\b[^.;!?]*$/i.test(before)))
    return takeStart(goal, date);
  const isDay = fact.role === 'before' || goal.kind.counts === 'dated' || isOffset;
  goal.endsOn = isDay ? addDays(date, -1) : date;
  goal.spanDays = isOffset ? daysBetween(today, date) : null;
  return true;
}

export function takeDates(taking: Taking, fact: Fact, { from, to }: ValueOf<'dates'>): boolean {
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
  if (from && from > taking.today && goal.endsOn === null && isEvent(taking, fact)) {
    // "The wedding in November": what has to be ready has to be so before.
    goal.endsOn = /\bend\b/i.test(said) ? to : addDays(from, -1);
    return true;
  }
  if (isOut(fact) || (fact.role !== 'from' && fact.role !== 'until' && AWAY.test(around(taking, fact)))) {
    const first = from ?? addDays(taking.today, 1);
    return takeOff(goal, datesIn(first, to ?? addDays(first, OPEN_DAYS)));
  }
  if (from && (fact.role === 'from' || fact.role === 'after'))
    return takeStart(goal, fact.role === 'after' && to ? addDays(to, 1) : from);
  if (to && ['until', 'by', 'before'].includes(fact.role)) {
    // "By summer" is before it begins.
    goal.endsOn = endOf(fact, { from, to }, said);
    goal.spanDays = null;
    return true;
  }
  if (taking.isRevision && !from) return false;
  // "Make the team next autumn": a season that is far away is when it is to be done.
  const isFar = from !== null && daysBetween(taking.today, from) > 90 && !isWhile(taking, fact, from);
  if (
    isFar &&
    to !== null &&
    !taking.isRevision &&
    daysBetween(from, to) > 45 &&
    daysBetween(from, to) < 100
  ) {
    goal.endsOn ??= addDays(from, -1);
    return true;
  }
  if (
    taking.isRevision ||
    to === null ||
    from === null ||
    daysBetween(from, to) > 45 ||
    isWhile(taking, fact, from)
  ) {
    if (from && from > taking.today && goal.kind.counts !== 'dated') takeStart(goal, from);
    goal.endsOn = to === null ? goal.endsOn : to;
    return true;
  }
  if (goal.endsOn !== null) return false;
  goal.endsOn = to;
  return true;
}

function datesIn(from: string, to: string): string[] {
  const count = Math.min(60, daysBetween(from, to) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, day) => addDays(from, day));
}

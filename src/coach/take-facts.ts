// Puts each fact of a reading into what is known of a goal; the words that it could not use come back.
import type { Fact, Reading, ValueOf } from '../english/facts.ts';
import { addDays, weekdayOf } from '../kernel/time.ts';
import { DAYS } from '../kernel/week.ts';
import { exceptionIn } from './group-days.ts';
import type { Taking } from './goal.ts';
import { isNth } from './holds-days.ts';
import { clauseAround, isOut, weekly } from './said-around.ts';
import { takeAmount, takeLength, takeNumber, takePer } from './take-amounts.ts';
import { takeDate, takeDates, takeDays, takeEnd } from './take-dates.ts';
import { takeHours } from './take-hours.ts';
import { isOrdinary } from './uncovered.ts';
import { takeSpan } from './take-span.ts';

/** Changes `taking.goal` by every fact of the reading, in the order of the words. */
export function takeFacts(taking: Taking): void {
  const { goal, reading, isRevision, unused } = taking;
  const aside = isRevision ? null : exceptionIn(reading);
  for (const fact of reading.facts) {
    if (aside && (fact === aside.days || aside.own.includes(fact))) {
      // A length or an hour becomes a group of its own; how many is asked about.
      if (fact.value.kind === 'number') taking.unused.push(fact);
    } else if (!take(taking, fact)) taking.unused.push(fact);
  }
  const isDaily = reading.facts.some(
    ({ value }) => (value.kind === 'length' || value.kind === 'amount') && value.per === 'day',
  );
  if (isDaily && !isRevision && goal.rhythm === null && goal.days.length === 0) goal.rhythm = weekly(7);
  // "Every morning on workdays": each of those days.
  const isEach = goal.rhythm?.per === 'week' && goal.rhythm.count === 7 && goal.rhythm.interval === 1;
  if (isEach && !isRevision && goal.days.length > 0) {
    goal.rhythm = null;
    unused.push(...reading.facts.filter((fact) => isOfAnother(reading, fact)));
  }
}

/** "Mass on Sundays and the rosary every night": what is done daily is something else. */
function isOfAnother({ text, facts }: Reading, daily: Fact): boolean {
  if (daily.value.kind !== 'rhythm' || daily.value.per !== 'day') return false;
  return facts.some(({ value, from, to }) => {
    const between = to <= daily.from ? text.slice(to, daily.from) : text.slice(daily.to, from);
    const [, words = ''] = /(?:,| and) (.+)/.exec(between) ?? [];
    const isDoing = words.split(/[^\p{L}]+/u).some((word) => word.length > 2 && !isOrdinary(word));
    return value.kind === 'days' && isDoing;
  });
}

/** "Cutting down two a week": by how much, and not how often. */
const DOWN =
  /\b(?:(?:cut\w*|going|com\w+) (?:it |them |back |down )+|reduc\w+ (?:it |them )?|down )(?:by )?$/i;

/** True where it was used. */
function take(taking: Taking, fact: Fact): boolean {
  const { value } = fact;
  switch (value.kind) {
    case 'rhythm':
      // "The first Saturday of the month not": those of the time that is planned.
      if (isOut(fact) && value.nth.length > 0 && !taking.isRevision) return takeNthOff(taking, value);
      // "3 not 4 a week".
      if (fact.role === 'instead') return true;
      return !isOut(fact) && !DOWN.test(taking.reading.text.slice(0, fact.from)) && takeRhythm(taking, value);
    case 'days':
      return takeDays(taking, fact, value.days);
    case 'date':
      return takeDate(taking, fact, value);
    case 'dates':
      return takeDates(taking, fact, value);
    case 'offset':
      // "Nobody I have not spoken to in a year" is no end.
      if (
        /\b(?:haven'?t|hasn'?t|have not|has not|not)\b/i.test(clauseAround(taking, fact)) &&
        !taking.isRevision
      )
        return true;
      return value.date !== null && takeEnd(taking, fact, value.date, true);
    case 'span':
      return takeSpan(taking, fact, value);
    case 'length':
      return takeLength(taking, fact, value);
    case 'amount':
      return takeAmount(taking, fact, value);
    case 'per':
      return takePer(taking.goal, value);
    case 'number':
      return takeNumber(taking, fact, value);
    case 'clock':
    case 'clock_range':
    case 'part':
    case 'shift':
      return takeHours(taking, fact);
    case 'impossible':
    case 'lead':
    case 'ordinal':
      return false;
  }
}

function takeNthOff({ goal, today }: Taking, { days, nth }: ValueOf<'rhythm'>): boolean {
  const first = goal.startOn !== null && goal.startOn > today ? goal.startOn : today;
  const dates = Array.from({ length: 56 }, (_, day) => addDays(first, day)).filter(
    (date) => days.includes(weekdayOf(date)) && nth.some((one) => isNth(date, one)),
  );
  goal.datesOff = [...new Set([...goal.datesOff, ...dates])].toSorted();
  return true;
}

function takeRhythm(
  { goal, isRevision }: Taking,
  { least, per, interval, days, nth, monthDays }: ValueOf<'rhythm'>,
): boolean {
  if (per !== 'day' && per !== 'week' && per !== 'month') return false;
  // "Monday to Thursday and every second Saturday", of a plan that stands: the second rule is asked about.
  if (isRevision && interval > 1 && days.length > 0 && goal.days.some((day) => !days.includes(day))) {
    goal.days = goal.days.filter((day) => !days.includes(day));
    return false;
  }
  if (days.length > 0) goal.days = DAYS.filter((day) => days.includes(day));
  if (per === 'day' && least > 1) goal.perDay = Math.min(3, least);
  if (per === 'day' && least > 3)
    goal.notes = [...goal.notes, `A plan holds three sessions a day, and not ${least}.`];
  const isDaily = per === 'day' && interval === 1;
  goal.rhythm = isDaily ? weekly(7) : { count: least, per, interval, nth, monthDays };
  return true;
}

// How long a goal goes on: "for three weeks", "in 100 days"; and no age of anybody.
import type { Fact, ValueOf } from '../english/facts.ts';
import { addDays } from '../kernel/time.ts';
import type { Taking } from './goal.ts';
import { around, saidOf, weekly } from './said-around.ts';

const DAYS_OF = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

/** True where it was used. */
export function takeSpan(taking: Taking, fact: Fact, { least, unit }: ValueOf<'span'>): boolean {
  const { goal } = taking;
  const near = around(taking, fact);
  // "My three-year-old", "the baby's six months now", "he makes 10 years in July": an age.
  const isAge =
    /^[ -]?olds?\b/i.test(taking.reading.text.slice(fact.to)) ||
    /(?:'s|\b(?:is|are|makes?|turns?|turned))\s$/i.test(taking.reading.text.slice(0, fact.from));
  if (isAge) return true;
  if (
    unit === 'day' &&
    least <= 7 &&
    (taking.isRevision || goal.weekMinutes !== null || /over/i.test(saidOf(taking, fact)))
  ) {
    goal.rhythm = weekly(least);
    goal.days = goal.days.slice(0, least);
    return true;
  }
  if (fact.role !== 'for' && fact.role !== 'at' && !/\blast|plan|over/i.test(near)) return false;
  goal.spanDays = Math.round(least * DAYS_OF[unit]);
  goal.endsOn = addDays(goal.startOn ?? addDays(taking.today, 1), goal.spanDays - 1);
  return true;
}

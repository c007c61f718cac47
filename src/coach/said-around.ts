// Where a fact stands in its sentence, and how it was said.
import type { Fact } from '../english/facts.ts';
import type { Day } from '../kernel/week.ts';
import { clausesOf } from './clauses-of.ts';
import type { Rhythm, Taking } from './goal.ts';

export const saidOf = ({ reading }: Taking, fact: Fact): string => reading.text.slice(fact.from, fact.to);
export const isOut = (fact: Fact): boolean => fact.negated || fact.role === 'except';

/** Weekdays that a fact names; empty for dates. */
export function daysNamed({ value }: Fact): Day[] {
  if (value.kind === 'days' || value.kind === 'rhythm') return value.days;
  return value.kind === 'date' && value.day !== null ? [value.day] : [];
}

/** The words of its sentence, as far as they stand near. */
export function around({ reading: { text } }: Taking, { from, to }: Fact): string {
  const before =
    text
      .slice(0, from)
      .split(/[.;!?]/)
      .at(-1) ?? '';
  return before.slice(-40) + text.slice(to, to + 20).split(/[.;!?,]| and /)[0];
}

/** The words of its clause. */
export const clauseAround = ({ reading }: Taking, { from }: Fact): string =>
  clausesOf(reading).find((one) => from >= one.from && from < one.to)?.text ?? '';

export const weekly = (count: number): Rhythm => ({
  count: Math.max(1, Math.min(7, count)),
  per: 'week',
  interval: 1,
  nth: [],
  monthDays: [],
});

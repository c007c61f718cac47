// Which sorts of time a task has already, so that what is told beside it fills up only what is missing.
import type { Fact } from '../../english/facts.ts';

const CLOCKED = new Set<Fact['value']['kind']>(['clock', 'clock_range']);
const DAYED = new Set<Fact['value']['kind']>(['date', 'days', 'rhythm', 'offset']);
/** An hour at which something is, or until when. */
const isClock = ({ value: { kind }, role }: Fact): boolean => CLOCKED.has(kind) && role !== 'until';
/** A day on which it is, not one that is left out. */
export const isDay = ({ value, role }: Fact): boolean =>
  (DAYED.has(value.kind) || (value.kind === 'part' && value.date !== null)) &&
  role !== 'except' &&
  role !== 'until';
/** One of them says when. */
export const isTimed = (facts: readonly Fact[]): boolean =>
  facts.some((fact) => isClock(fact) || isDay(fact));

/** Whether none of its sort is there yet. */
export function lacks(facts: readonly Fact[], fact: Fact): boolean {
  if (isClock(fact)) return !facts.some(isClock);
  if (fact.value.kind === 'part') return !facts.some((one) => isClock(one) || one.value.kind === 'part');
  return isDay(fact) ? !facts.some(isDay) : fact.value.kind === 'lead';
}

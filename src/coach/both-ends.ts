// Two parts of one day that both have a session.
import type { Fact, Part } from '../english/facts.ts';
import type { Taking } from './goal.ts';

const EARLY = new Set<Part>(['early_morning', 'morning', 'waking']);
const LATE = new Set<Part>(['evening', 'late_evening', 'night', 'bedtime']);

/** "Stretches morning and night": each day has both; whoever is free then may choose. */
export function isBothEnds({ goal, reading }: Taking, fact: Fact, part: Part): boolean {
  const before = reading.facts.findLast(({ value, to }) => value.kind === 'part' && to <= fact.from);
  const first = before?.value.kind === 'part' ? before.value.part : null;
  const isPair =
    first !== null && ((EARLY.has(first) && LATE.has(part)) || (LATE.has(first) && EARLY.has(part)));
  const between = before ? reading.text.slice(before.to, fact.from) : '';
  const isOpen = /\b(?:free|available|either|best|suits?|fine|can do)\b/i.test(reading.text);
  return (
    isPair &&
    goal.hours.at === null &&
    !isOpen &&
    /^ (?:and|&|\+|n) (?:also |every |in the |at )*$/i.test(between)
  );
}

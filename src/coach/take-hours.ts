// Puts what was said of the clock and of parts of the day into the hours of a goal.
import type { Fact, Part, ValueOf } from '../english/facts.ts';
import { clauseAround, saidOf } from './said-around.ts';
import { NO_HOURS, type Hours, type Taking } from './goal.ts';

const NOON = 720;

/** True where it was used. A later word takes the place of an earlier message's hours; within one, they add up. */
export function takeHours(taking: Taking, fact: Fact): boolean {
  const { value } = fact;
  const { goal } = taking;
  if (value.kind === 'shift') {
    if (value.minutes === null) return false;
    goal.hours = { ...goal.hours, shift: goal.hours.shift + value.minutes };
    return true;
  }
  if (value.kind === 'part') return takePart(taking, fact, value);
  if (fact.role === 'instead') return true;
  if (value.kind === 'clock_range') {
    if (fact.negated || fact.role === 'except') return false;
    const to = Math.min(1440, value.to);
    // "From 14:00 to 16:00" is two hours, "between 14:00 and 16:00" is when.
    const isOpen = /\b(?:between|open|free|available|naps?|any ?time|some ?time|on it)\b/i.test(
      clauseAround(taking, fact),
    );
    const isWhole = !isOpen && to - value.from <= 240;
    if (isWhole && !taking.reading.facts.some((other) => other.value.kind === 'length'))
      goal.minutes = Math.max(5, to - value.from);
    goal.hours = { ...fresh(goal.hours), from: value.from, to };
    return true;
  }
  return value.kind === 'clock' && takeClock(taking, fact, value);
}

/** "A half under 1:30": how fast, and no hour of the day. */
export const isResult = (text: string, { from }: { from: number }): boolean =>
  /\b(?:under|sub|below|beat|breaking|faster than|quicker than|in less than)[ -]$/i.test(text.slice(0, from));

/** Hours that stand as "5 to 8", of which `minute` is five to eight; null for other words. */
export function stretchOf(said: string, minute: number): { from: number; to: number } | null {
  const [, first, last] = /^(\d{1,2}) to (\d{1,2})\b/.exec(said) ?? [];
  if (!first || !last || Number(first) >= Number(last)) return null;
  const half = minute >= NOON ? NOON : 0;
  return { from: 60 * Number(first) + half, to: 60 * (Number(last) % 12) + half };
}

/** The ruled-out parts stay, what was named before goes. */
const fresh = ({ notParts }: Hours): Hours => ({ ...NO_HOURS, notParts });

function takeClock(taking: Taking, fact: Fact, { minute }: ValueOf<'clock'>): boolean {
  const { goal } = taking;
  if (isResult(taking.reading.text, fact)) return true;
  // "3 hours daily, 5 to 8 am": of work the stretch, and not five minutes to eight.
  const stretch = taking.isRevision ? null : stretchOf(saidOf(taking, fact), minute);
  if (stretch !== null) {
    goal.hours = { ...fresh(goal.hours), ...stretch };
    return true;
  }
  const time = halfOf(taking, fact, minute);
  const isOut = fact.negated || fact.role === 'except';
  if (isOut && (fact.role === 'before' || fact.role === 'after')) {
    const bound = fact.role === 'before' ? { from: time } : { to: time };
    goal.hours = { ...goal.hours, ...bound, at: null };
    return true;
  }
  if (isOut) return false;
  if (fact.role === 'at' && (goal.times.length > 0 || isNextHour(taking, fact)))
    return takeNextHour(taking, time);
  // Two ends of one stretch stand beside each other in one message.
  const isSide = fact.role !== 'at' && fact.role !== 'to' && fact.role !== 'only';
  const base = isSide && goal.hours.at === null ? { ...goal.hours, shift: 0 } : fresh(goal.hours);
  if (fact.role === 'from' || fact.role === 'after') goal.hours = { ...base, from: time };
  else if (fact.role === 'until' || fact.role === 'before' || fact.role === 'by')
    goal.hours = { ...base, to: time };
  else goal.hours = { ...fresh(goal.hours), at: time };
  return true;
}

/** "At noon and 6", "quarter past seven and half past six": one day has both. */
function isNextHour({ goal, reading, isRevision }: Taking, fact: Fact): boolean {
  if (isRevision || goal.hours.at === null) return false;
  const before = reading.facts.findLast(({ value, to }) => value.kind === 'clock' && to <= fact.from);
  const between = before ? reading.text.slice(before.to, fact.from) : '.';
  return (
    /^[^.;]{0,24}$/.test(between) && /,|&|\+|\band\b|\bthen\b/i.test(between) && !/\bbut\b/i.test(between)
  );
}

function takeNextHour({ goal, isRevision }: Taking, time: number): boolean {
  if (isRevision || goal.times.length > 2) return false;
  goal.times = [
    ...new Set([...(goal.times.length > 0 ? goal.times : [goal.hours.at ?? time]), time]),
  ].toSorted((a, b) => a - b);
  goal.perDay = goal.times.length;
  return true;
}

/** "At 7" keeps the half of the day that the plan has. */
function halfOf({ goal, isRevision }: Taking, fact: Fact, minute: number): number {
  const before = goal.hours.at ?? goal.hours.from;
  const isLate = before === null ? goal.hours.part === 'evening' : before >= NOON;
  const other = fact.alternatives.find((one) => one.kind === 'clock');
  const isUnknown = before === null && goal.hours.part === null;
  const isOther = isRevision && !isUnknown && fact.certainty !== 'said' && other && isLate !== minute >= NOON;
  return isOther ? other.minute : minute;
}

const EARLY = new Set<Part>(['early_morning', 'morning', 'waking']);
const LATE = new Set<Part>(['evening', 'late_evening', 'night', 'bedtime']);

/** "Stretches morning and night": each day has both; whoever is free then may choose. */
function isBothEnds({ goal, reading }: Taking, fact: Fact, part: Part): boolean {
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

function takePart(taking: Taking, fact: Fact, { part }: ValueOf<'part'>): boolean {
  const { goal, reading } = taking;
  const before = reading.text.slice(0, fact.from).toLowerCase();
  const after = reading.text.slice(fact.to).toLowerCase();
  // "Date night", "my night shift": what it is, not when.
  if (
    /\b(?:date|movie|game|quiz|family|study) ?$/.test(before) ||
    /^ ?(?:shift|routine|school|owl|person|pages|starts?|begins?|ends|finishes)\b/.test(after)
  )
    return true;
  if (fact.negated || fact.role === 'except') {
    const gone = goal.hours.part === part ? { ...fresh(goal.hours) } : goal.hours;
    goal.hours = { ...gone, notParts: [...new Set([...goal.hours.notParts, part])] };
    return true;
  }
  if (fact.role === 'instead') return true;
  if (goal.perDay > 1 && goal.hours.part !== null && !taking.isRevision) return true;
  const side = fact.role === 'before' || fact.role === 'after' ? fact.role : 'in';
  if (!taking.isRevision && isBothEnds(taking, fact, part)) {
    goal.perDay = 2;
    return true;
  }
  // A clock says it more exactly, and "mornings before work" is before work.
  const isExact = goal.hours.at !== null && !taking.isRevision;
  const isKept = goal.hours.part !== null && !taking.isRevision && goal.hours.side !== 'in' && side === 'in';
  if (isExact || isKept) return true;
  const base = taking.isRevision ? fresh(goal.hours) : goal.hours;
  const notParts = base.notParts.filter((one) => one !== part);
  const isBound = !taking.isRevision && (base.from !== null || base.to !== null);
  goal.hours = isBound ? base : { ...base, part, side, notParts };
  return true;
}

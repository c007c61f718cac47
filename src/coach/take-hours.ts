// Puts what was said of the clock and of parts of the day into the hours of a goal.
import type { Fact, Role, ValueOf } from '../english/facts.ts';
import { PART_HOURS } from '../english/settle-halves.ts';
import { DAY_MINUTES, timeOf } from '../kernel/time.ts';
import { isBothEnds } from './both-ends.ts';
import { endingBy, hoursBeside, hoursOfLeaving, isOfEvent, isResult, stretchOf } from './event-hours.ts';
import { isNamed, NO_HOURS, type Hours, type Taking } from './goal.ts';
import { isOut, saidOf } from './said-around.ts';

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
  if (value.kind === 'clock_range') return takeRange(taking, fact, value);
  return value.kind === 'clock' && takeClock(taking, fact, value);
}

const LONGEST_MINUTES = 240;
const OPEN = /\b(?:open|free|available|any ?time|some ?time|naps?)\b(?! and\b)[^,.;]{0,25}$/i;
const OPEN_BEHIND = /^(?:(?! and )[^,.;]){0,15}\b(?:open|free|available|naps?|on it)\b/i;

/** "From 14:00 to 16:00" is two hours, "between 14:00 and 16:00" is when. */
function takeRange(taking: Taking, fact: Fact, { from, to: end }: ValueOf<'clock_range'>): boolean {
  const { goal, reading } = taking;
  if (isOut(fact)) return false;
  const to = Math.min(DAY_MINUTES, end);
  const isOpen =
    /\bbetween\b/i.test(saidOf(taking, fact)) ||
    OPEN.test(reading.text.slice(0, fact.from)) ||
    OPEN_BEHIND.test(reading.text.slice(fact.to));
  const isWhole = !isOpen && !reading.facts.some((other) => other.value.kind === 'length');
  const isLonger = isWhole && to - from > LONGEST_MINUTES;
  if (isWhole) goal.minutes = Math.max(5, Math.min(LONGEST_MINUTES, to - from));
  if (isLonger)
    goal.notes = [...goal.notes, `A session has four hours at most; yours would end at ${timeOf(to)}.`];
  const hours = { ...fresh(goal.hours), other: otherOf(fact, from) };
  goal.hours = isLonger ? { ...hours, at: from } : { ...hours, from, to };
  return true;
}

/** The other half of the day, of hours that are as usual in it. */
function otherOf({ certainty, alternatives }: Fact, minute: number): number | null {
  const [other] = alternatives;
  if (certainty === 'said' || minute % NOON < 300 || minute % NOON > 630) return null;
  return other?.kind === 'clock' ? other.minute : other?.kind === 'clock_range' ? other.from : null;
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
  const { text } = taking.reading;
  if (taking.isRevision) {
    // The reason of another hour: "nothing before noon, I open at 5".
    if (isOfEvent(text, fact) && hoursIn(taking) > 1) return true;
    const at = endingBy(goal, fact, time);
    if (at !== null) goal.hours = { ...fresh(goal.hours), at };
    if (at !== null) return true;
  } else if (takeBeside(taking, fact, time)) return true;
  const isNot = isOut(fact);
  if (isNot && (fact.role === 'before' || fact.role === 'after')) {
    const bound = fact.role === 'before' ? { from: time } : { to: time };
    goal.hours = { ...goal.hours, ...bound, at: null };
    return true;
  }
  if (isNot) return false;
  if (fact.role === 'at' && (goal.times.length > 0 || isNextHour(taking, fact)))
    return takeNextHour(taking, time);
  // "Starting at 11" says when, and "from 11 on" after when.
  const isStart = fact.role === 'from' && /^(?:start|begin)/i.test(saidOf(taking, fact));
  const side = isStart ? 'at' : (SIDES.get(fact.role) ?? 'at');
  // Two ends of one stretch stand beside each other; an end before its beginning is one of another.
  const { from, to } = goal.hours;
  const isOther =
    (side === 'to' && from !== null && time <= from) || (side === 'from' && to !== null && time >= to);
  const base =
    side !== 'at' && goal.hours.at === null && !isOther ? { ...goal.hours, shift: 0 } : fresh(goal.hours);
  goal.hours = { ...base, [side]: time, other: isKnown(taking) ? null : otherOf(fact, time) };
  return true;
}

const hoursIn = ({ reading: { facts } }: Taking): number =>
  facts.filter(({ value: { kind } }) => /^(?:clock|clock_range|part|shift)$/.test(kind)).length;

/** The hour of something else: there is room before or after it. */
function takeBeside({ goal, reading: { text } }: Taking, fact: Fact, time: number): boolean {
  const leaving = hoursOfLeaving(text, fact, time);
  const beside = leaving ?? hoursBeside(text, fact, time);
  if (beside === null) return false;
  if (leaving && goal.phrase !== '') goal.phrase += ` by ${timeOf(time)}`;
  const other = otherOf(fact, time);
  const isEnd = beside.to === time;
  if (isEnd && other !== null)
    goal.notes = [...goal.notes, `I took it as ${timeOf(time)}, not ${timeOf(other)}.`];
  if (goal.hours.at === null) goal.hours = { ...fresh(goal.hours), ...beside, other: isEnd ? null : other };
  return true;
}

const SIDES = new Map<Role, 'from' | 'to'>([
  ['from', 'from'],
  ['after', 'from'],
  ['until', 'to'],
  ['before', 'to'],
  ['by', 'to'],
]);

/** The plan says which half of the day is meant. */
const isKnown = ({ isRevision, goal: { hours } }: Taking): boolean => isRevision && isNamed(hours);

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
  // "Not hockey nights, which are Mondays" names days.
  const isOfDays =
    /^night/i.test(saidOf(taking, fact).split(' ').at(-1) ?? '') &&
    /\b(?:which|that|those) (?:is|are)\b/.test(after.slice(0, 12));
  if (isOut(fact) && isOfDays) return true;
  if (isOut(fact)) {
    const { at } = goal.hours;
    const [from, to] = PART_HOURS[part];
    const isIn = goal.hours.part === part || (at !== null && at >= from + 60 && at < to);
    const gone = isIn ? fresh(goal.hours) : goal.hours;
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

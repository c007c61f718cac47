// A date that names an event: "before the builders come on the 18th" is a side of that day, and its words say which.
import { addDays } from '../kernel/time.ts';
import { endsClause } from './clauses.ts';
import type { Role } from './facts.ts';
import type { Placed } from './roles.ts';

const SIDES = new Map<string, Role>([
  ['before', 'before'],
  ['until', 'until'],
  ['by', 'by'],
]);
/** How many words may stand between. */
const REACH = 9;
/** Where the words of an event end. */
const STOPS = new Set('and so because if then or while plus ( )'.split(' '));
/** What may stand between a comma and the day: "my brother's wedding, it's on the 10th". */
const LINKS = new Set(['is', 'it', "'s", 'that', 'which', 'on', 'the', 'its', 'will', 'be']);
const NO_EVENT = new Set(['that', 'it', 'then', 'this', 'long', 'the', 'now']);
/** "By" stands before many things ("by the river", "by bus"); these happen on a day. */
const EVENTS = new Set(
  `wedding birthday bday anniversary exam exams mocks finals test interview party concert recital gig race marathon
  parkrun trip holiday holidays vacation flight deadline baby move match game tournament competition show event launch
  presentation conference offsite camp visit op operation surgery appointment christening baptism graduation funeral
  festival course term season time review demo release audition exhibition fair reunion retreat payday >th`.split(
    /\s+/,
  ),
);
const KINDS = new Set(['date', 'dates', 'clock']);

/** Gives the day of an event its side, and takes its words in; numbers among them are no facts. */
export function settleEvents(words: string[], chosen: Placed[]): Placed[] {
  const inside = new Set<Placed>();
  const taken = new Set(
    chosen.flatMap(({ start, end, fact }) =>
      fact.value.kind === 'number' ? [] : Array.from({ length: end - start }, (_, index) => start + index),
    ),
  );
  for (const placed of chosen) {
    if (placed.fact.role !== 'at' || !KINDS.has(placed.fact.value.kind)) continue;
    const side = sideBefore(words, placed, taken);
    if (side === null) continue;
    const { at } = side;
    placed.fact.role = side.role;
    for (let index = at; index < placed.start; index++) taken.add(index);
    placed.start = at;
    takeDayBefore(words, chosen, placed);
    // "Before I turn 40 in November": the number belongs to the event.
    for (const one of chosen) if (one !== placed && one.start >= at && one.end <= placed.end) inside.add(one);
  }
  return chosen.filter((one) => !inside.has(one));
}

/** "The day before my exam on Friday" is Thursday; so is the "night before". */
function takeDayBefore(words: string[], chosen: Placed[], placed: Placed): void {
  const { value, role } = placed.fact;
  if (value.kind !== 'date' || role !== 'before') return;
  const isDay = words[placed.start - 1] === 'day';
  const isPart = chosen.some(({ end, fact }) => end === placed.start && fact.value.kind === 'part');
  if (!isDay && !isPart) return;
  placed.fact.value = { kind: 'date', date: addDays(value.date, -1), day: null };
  placed.fact.role = 'at';
  if (isDay) placed.start -= words[placed.start - 2] === 'the' ? 2 : 1;
}

type Side = { at: number; role: Role } | null;

function sideBefore(words: string[], { start, end }: Placed, taken: Set<number>): Side {
  for (let index = start - 1; index >= Math.max(0, start - REACH); index--) {
    const word = words[index]!;
    if (taken.has(index) || endsClause(word) || STOPS.has(word)) return null;
    if (word === ',' && !isLinked(words.slice(index + 1, start))) return null;
    const two = `${words[index - 1] ?? ''} ${word}`;
    if (two === 'ahead of') return { at: index - 1, role: 'before' };
    if (two === 'time for' && words[index - 2] === 'in') return { at: index - 2, role: 'before' };
    if (/^(when|once|after)$/.test(word)) return sideAfter(words, index, end);
    const role = SIDES.get(word);
    if (!role) continue;
    const event = words.slice(index + 1, start).filter((one) => !LINKS.has(one));
    const isEvent =
      role === 'by' ? event.some((one) => EVENTS.has(one)) : event.some((one) => !NO_EVENT.has(one));
    return isEvent ? { at: index, role } : null;
  }
  return null;
}

const BEGINS = /^(?:back|returns?|returning|starts?|begins?|home)$/;
const OVER = /^(?:over|done|finish|finishes|finished|ends?|ended)$/;

/** "When I get back on the 5th" is from that day on, "after my exams finish on the 12th" behind it. */
function sideAfter(words: string[], index: number, end: number): Side {
  const event = words.slice(index + 1, end);
  const isStart = /^(?:from|start|starting|begin|beginning)$/.test(words[index - 1] ?? '');
  const at = isStart ? index - 1 : index;
  if (event.some((one) => OVER.test(one)) || (isStart && words[index] === 'after'))
    return { at, role: 'after' };
  return words[index] !== 'after' && event.some((one) => BEGINS.test(one)) ? { at, role: 'from' } : null;
}

const isLinked = (words: string[]): boolean => words.length > 0 && words.every((one) => LINKS.has(one));

// Times of day as people say them: "half ten", "quarter to 7", "10h", "zero five thirty", "6-8pm", "between 12 and 1".
import type { ClockValue } from './facts.ts';
import { clock, clockOf, hourOf, packedClock, rangeOf } from './clocks.ts';
import type { Here } from './here.ts';
import type { Classes, Found } from './classes.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];
type Clock = Found<ClockValue>;

const half = (word: string): 'am' | 'pm' => (word === 'am' ? 'am' : 'pm');

/** Minutes before or after an hour; the hour's half of the day stays open. */
function beside(hour: Int, minutes: number, here: Here): Clock | null {
  const found = hour.least > 12 ? null : hourOf(hour, 'bare', here);
  if (!found) return null;
  const shift = ({ minute }: ClockValue): ClockValue => clock((minute + minutes + 1440) % 1440);
  return {
    ...found,
    value: shift(found.value),
    alternatives: ((found.alternatives ?? []) as ClockValue[]).map(shift),
  };
}

/** With "am" or "pm" behind it, whatever was open is settled. */
function settled(found: Clock, word: string): Clock | null {
  const wanted = half(word) === 'pm';
  const fits = [found.value, ...((found.alternatives ?? []) as ClockValue[])].find(
    ({ minute }) => minute >= 720 === wanted,
  );
  return fits ? { value: fits } : null;
}

const single = (int: Int): number | null => (int.least === int.most ? int.least : null);
const isFive = (int: Int): boolean => [5, 10, 20, 25].includes(int.least);

export const CLOCK_RULES = [
  rule('clock', '<int> (am|pm)', (hour, word, here) => hourOf(hour, half(word), here)),
  rule('clock', '<int> <int> (am|pm)', (hour, minute, word, here) =>
    single(minute) === null ? null : clockOf(hour.least, minute.least, half(word), here),
  ),
  rule('clock', '<pointed> (am|pm)', (found, word) => settled(found, word)),
  rule('clock', '<hm>', ([hour, minute], here) => (hour > 4 ? clockOf(hour, minute, 'said', here) : null)),
  rule('clock', '<int> h !<int>', (hour, here) => (hour.least > 4 ? hourOf(hour, 'said', here) : null)),
  rule('clock', '<int> hrs|hours', (figures, here) => packedClock(figures.least, 'said', here)),
  rule('clock', "<int> o|oclock clock|'clock?", (hour, here) => hourOf(hour, 'bare', here)),
  rule('clock', 'half past? <int> !<unit>', (hour, here) => beside(hour, 30, here)),
  rule('clock', 'a? quarter (past|after|to|before|of|til|till) <int>', (side, hour, here) =>
    beside(hour, /^(past|after)$/.test(side) ? 15 : -15, here),
  ),
  rule('clock', '<int> minutes? (past|to|before|after) <int>', (minutes, side, hour, here) => {
    const isRange = side === 'to' && !minutes.isWord && minutes.least === 10;
    if (!isFive(minutes) || isRange || (side !== 'past' && side !== 'to')) return null;
    return beside(hour, side === 'past' ? minutes.least : -minutes.least, here);
  }),
  rule('clock', 'noon|midday', () => ({ value: clock(720) })),
  rule('clock', '12|twelve noon', () => ({ value: clock(720) })),
  rule('clock', 'midnight', () => ({ value: clock(0) })),
  rule('clock', '12|twelve midnight', () => ({ value: clock(0) })),
  rule('clock', 'zero|oh|o <int> <int>', (hour, minute, here) => {
    const minutes = hour.isWord && minute.isWord ? single(minute) : null;
    return minutes === null || hour.least > 9 ? null : clockOf(hour.least, minutes, 'said', here);
  }),
  rule('clock', 'zero|oh|o <int> hundred', (hour, here) =>
    hour.least > 9 ? null : clockOf(hour.least, 0, 'said', here),
  ),
  rule('clock', '<int> hundred hours', (hour, here) => clockOf(hour.least, 0, 'said', here)),
  rule('clock', '<int> <int> !<unit> !<thing>', (hour, minute, here) => {
    if (!hour.isWord || !minute.isWord || minute.least < 10 || single(minute) === null || hour.least > 23)
      return null;
    return clockOf(hour.least, minute.least, hour.least > 12 ? 'said' : 'bare', here);
  }),
  rule('clock', '<int> oh|o <int> !<unit>', (hour, minute, here) =>
    minute.least < 10 && hour.isWord ? clockOf(hour.least, minute.least, 'bare', here) : null,
  ),
  rule('clock', '<int> -? ish', (hour, here) => {
    const found = hourOf(hour, 'bare', here);
    return found && { ...found, about: true };
  }),
];

const ROLES = new Map<string, Found['role']>([
  ['by', 'by'],
  ['from', 'from'],
  ['until', 'until'],
  ['before', 'before'],
  ['after', 'after'],
  ['past', 'after'],
  ['since', 'from'],
  ['>to', 'to'],
]);

/** A bare hour is a clock where a word in front of it says so, and nothing behind it is counted by it. */
export const SIDED_CLOCK_RULES = [
  rule('clock', '<clock> (am|pm)', (found, word) => settled(found, word)),
  rule('clock', '<clock> -? ish', (found) => ({ ...found, about: true })),
  rule(
    'clock',
    'at|@ (around|about|roughly)? <int> !%|percent|th|st|nd|rd|am|pm|-|/ !<unit>',
    (about, hour, here) => {
      const found = hourOf(hour, 'bare', here);
      return found && { ...found, about: about !== undefined };
    },
  ),
  rule('clock', 'at|by|until|before|after|from <int> <int> !<unit> !<thing>', (hour, minute, here) =>
    minute.least > 9 && single(minute) !== null ? clockOf(hour.least, minute.least, 'bare', here) : null,
  ),
  rule(
    'clock',
    '(by|until|before|after|past|from|>to) (around|about)? <int> !%|percent|th|st|nd|rd|of|/|-|k|x|times|am|pm !<unit> !<thing> !<month> !<coin>',
    (side, about, hour, here) => {
      const found = hourOf(hour, 'bare', here);
      const role = ROLES.get(side);
      return found && role ? { ...found, role, about: about !== undefined } : null;
    },
  ),
  rule('hourish', '<int> !%|percent|th|st|nd|rd|/', (hour, here) => {
    const found = hour.least < 100 ? hourOf(hour, 'bare', here) : packedClock(hour.least, 'bare', here);
    return found && { ...found, isBare: true };
  }),
];

export const HOURISH_RULES = [rule('hourish', '<clock>', (found) => (found.role ? null : found))];

const span = (from: Found<ClockValue>, to: Found<ClockValue>): Classes['fact'] | null => rangeOf(from, to);

export const CLOCK_RANGE_RULES = [
  rule('fact', 'between|btw <hourish> and|to|-|& <hourish> !<unit> !<thing>', (from, to) => span(from, to)),
  rule('fact', 'from <hourish> to|-|until|through <hourish> !<unit> !<thing> !<coin>', (from, to) =>
    span(from, to),
  ),
  rule('fact', '<hourish> to|-|until|through <hourish> !<unit> !%|percent|/', (from, to) =>
    from.isBare && to.isBare ? null : span(from, to),
  ),
];

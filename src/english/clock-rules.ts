// Times of day as people say them: "half ten", "quarter to 7", "10h", "zero five thirty", "6-8pm", "between 12 and 1".
import type { ClockValue, Value } from './facts.ts';
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
    const isDoubtful = side === 'to' && !minutes.isWord && minutes.least === 10;
    if (!isFive(minutes) || (side !== 'past' && side !== 'to')) return null;
    const made = beside(hour, side === 'past' ? minutes.least : -minutes.least, here);
    return made && (isDoubtful ? { ...made, certainty: 'open' } : made);
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
  ['>from', 'instead'],
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
    '(by|until|before|after|past|from|>to|>from) (around|about)? <int> !%|percent|th|st|nd|rd|of|/|-|k|x|times|am|pm !<unit> !<thing> !<month> !<coin>',
    (side, about, hour, here) => {
      const found = hourOf(hour, 'bare', here);
      const role = ROLES.get(side);
      return found && role ? { ...found, role, about: about !== undefined } : null;
    },
  ),
  rule(
    'clock',
    'around|about <int> !%|percent|th|st|nd|rd|of|/|-|k|x|times|am|pm !<unit> !<thing> !<month> !<coin> !<noun>',
    (hour, here) => {
      const found = hourOf(hour, 'bare', here);
      const number: Value = { kind: 'number', least: hour.least, most: hour.most };
      return (
        found && {
          ...found,
          about: true,
          certainty: 'open',
          alternatives: [...(found.alternatives ?? []), number],
        }
      );
    },
  ),
  rule('hourish', '<int> !%|percent|th|st|nd|rd|/', (hour, here) => {
    const found = hour.least < 100 ? hourOf(hour, 'bare', here) : packedClock(hour.least, 'bare', here);
    return found && { ...found, isBare: true };
  }),
];

export const HOURISH_RULES = [rule('hourish', '<clock>', (found) => (found.role ? null : found))];

export const CLOCK_RANGE_RULES = [
  rule('clock_range', 'between|btw <hourish> and|to|-|& <hourish> !<unit> !<thing>', (from, to) =>
    rangeOf(from, to),
  ),
  rule('clock_range', 'from <hourish> to|-|until|through <hourish> !<unit> !<thing> !<coin>', (from, to) =>
    rangeOf(from, to),
  ),
  rule('clock_range', '<hourish> to|-|until|through <hourish> !<unit> !%|percent|/', (from, to) =>
    from.isBare && to.isBare ? null : rangeOf(from, to),
  ),
  rule('clock_range', 'at|@ <hourish> to|-|until|through <hourish> !<unit> !%|percent|/', (from, to) =>
    rangeOf(from, to),
  ),
];

/** Bare hours beside a day or a part of it: "6 in the morning", "tomorrow 7", "mon-fri 9-5", "6-8 tonight". */
export const BESIDE_CLOCK_RULES = [
  rule('fact', '<hourish> ; in the? <part>', (hour, part) => [clockAlone(hour), part]),
  rule('fact', '<hourish> ; <part>', (hour, part) => (part.value.date ? [clockAlone(hour), part] : null)),
  rule('fact', '<hourish> to|-|until <hourish> ; in the? <part>', (from, to, part) =>
    withPart(rangeOf(from, to), part),
  ),
  rule('fact', '<hourish> to|-|until <hourish> ; <part>', (from, to, part) =>
    part.value.date ? withPart(rangeOf(from, to), part) : null,
  ),
  rule(
    'clock',
    '~<date> <hourish> !<unit> !<thing> !<noun> !<coin> !<month> !x|times|-|,|and|th|st|nd|rd',
    clockAlone,
  ),
  rule(
    'clock',
    '~<days> <hourish> !<unit> !<thing> !<noun> !<coin> !<month> !x|times|-|,|and|th|st|nd|rd',
    clockAlone,
  ),
  ...(['~<days>', '~<date>', '~<rhythm>'] as const).map((behind) =>
    rule(
      'clock_range',
      `${behind} <hourish> to|-|until <hourish> !<unit> !<thing> !<noun>` as '<hourish> <hourish>',
      (from, to) => rangeOf(from, to),
    ),
  ),
  rule('clock', 'at <hourish> or <hourish>', either),
  rule('clock', '<hourish> or <hourish>', (one, other) => (other.isBare ? null : either(one, other))),
];

/** "at 7 or 8", "6am or 6pm": somebody has to choose. */
function either(one: Classes['hourish'], other: Classes['hourish']): Clock {
  const isPm = other.alternatives === undefined && one.isBare;
  const first = isPm ? settled(one, other.value.minute >= 720 ? 'pm' : 'am') : clockAlone(one);
  const alternatives = [...(first?.alternatives ?? []), other.value, ...(other.alternatives ?? [])];
  return { value: (first ?? one).value, alternatives, certainty: 'open' };
}

function clockAlone({ isBare: _isBare, ...found }: Classes['hourish']): Clock {
  return found;
}
const withPart = (range: Found | null, part: Found): Found[] | null => range && [range, part];

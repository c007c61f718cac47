// Times of day as people say them: "half ten", "quarter to 7", "10h", "zero five thirty", "7ish", "at 7 or 8".
import type { Classes, Found } from './classes.ts';
import { clock, clockOf, hourOf, packedClock, rangeOf, settled } from './clocks.ts';
import type { ClockValue, Role } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

type Int = Classes['int'];
type Clock = Found<ClockValue>;

/** Minutes before or after an hour; the hour's half of the day stays open. */
function beside(hour: Int, minutes: number, here: Here): Clock | null {
  const found = hour.least > 12 ? null : hourOf(hour, 'bare', here);
  const shift = ({ minute }: ClockValue): ClockValue => clock((minute + minutes + 1440) % 1440);
  return (
    found && {
      ...found,
      value: shift(found.value),
      alternatives: (found.alternatives as ClockValue[]).map(shift),
    }
  );
}

/** Two numbers as hour and minutes; `isWord` where only words are, as "10 30" may be anything. */
function spoken(hour: Int, minute: Int, here: Here, isWord: boolean): Clock | null {
  if (minute.least !== minute.most || minute.least < 10 || hour.least > 23) return null;
  if (isWord && !(hour.isWord && minute.isWord)) return null;
  return clockOf(hour.least, minute.least, hour.least > 12 ? 'said' : 'bare', here);
}

const at = (minute: number) => (): Clock => ({ value: clock(minute) });
const about = (found: Clock | null): Clock | null => found && { ...found, about: true };
const half = (word: string): 'am' | 'pm' => (word === 'am' ? 'am' : 'pm');

export const CLOCK_RULES = [
  rule('clock', '<int> (am|pm)', (hour, word, here) => hourOf(hour, half(word), here)),
  rule('clock', '<pointed> (am|pm)', settled),
  rule('clock', '<hm>', ([hour, minute], here) => (hour > 4 ? clockOf(hour, minute, 'said', here) : null)),
  rule('clock', '<int> h !<int>', (hour, here) => (hour.least > 4 ? hourOf(hour, 'said', here) : null)),
  rule('clock', '<int> hrs|hours', (figures, here) => packedClock(figures.least, 'said', here)),
  rule('clock', "<int> o|oclock clock|'clock?", (hour, here) => hourOf(hour, 'bare', here)),
  rule('clock', 'half past? <int> !<unit>', (hour, here) => beside(hour, 30, here)),
  rule('clock', 'a? quarter past|after|gone <int>', (hour, here) => beside(hour, 15, here)),
  rule('clock', 'a? quarter to|before|of|until <int>', (hour, here) => beside(hour, -15, here)),
  rule('clock', '<int> minutes? (past|to) <int>', (minutes, side, hour, here) => {
    if (![5, 10, 20, 25].includes(minutes.least)) return null;
    const made = beside(hour, side === 'past' ? minutes.least : -minutes.least, here);
    if (!made || side === 'past' || minutes.isWord || minutes.least !== 10) return made;
    const range = rangeOf({ value: clock(600) }, hourOf(hour, 'bare', here)!);
    return {
      ...made,
      certainty: 'open',
      alternatives: [...made.alternatives!, ...(range ? [range.value] : [])],
    };
  }),
  rule('clock', '<int> minutes? (past|to) (noon|midday|midnight)', ({ least }, side, word) => {
    const minute = (word === 'midnight' ? 1440 : 720) + (side === 'past' ? least : -least);
    return least < 60 ? { value: clock(minute % 1440) } : null;
  }),
  rule('clock', 'noon|midday || 12|twelve noon', at(720)),
  rule('clock', 'midnight || 12|twelve midnight', at(0)),
  rule('clock', 'zero|oh|o <int> <int>', ({ least, isWord }, minute, here) =>
    isWord && minute.isWord && least < 10 ? clockOf(least, minute.least, 'said', here) : null,
  ),
  rule('clock', 'zero|oh|o <int> hundred || <int> hundred hours', (hour, here) =>
    clockOf(hour.least, 0, 'said', here),
  ),
  rule('clock', '<int> <int> !<unit> !<thing>', (hour, minute, here) => spoken(hour, minute, here, true)),
  // "Dentist tomorrow 3 30": a quarter, a half or three quarters of an hour.
  rule('clock', '<int> <int> !<unit> !<thing> !<int>', (hour, minute, here) =>
    [15, 30, 45].includes(minute.least) && hour.least > 0 && hour.least < 13
      ? spoken(hour, minute, here, false)
      : null,
  ),
  rule('clock', '<int> oh|o <int> !<unit>', (hour, { least }, here) =>
    least < 10 && hour.isWord ? clockOf(hour.least, least, 'bare', here) : null,
  ),
  rule('clock', '<int> -? ish', (hour, here) => about(hourOf(hour, 'bare', here))),
];

const ROLES = new Map<string, Role>([
  ['past', 'after'],
  ['since', 'from'],
  ['>to', 'to'],
  ['>from', 'instead'],
  ...(['by', 'from', 'until', 'before', 'after'] as const).map((role): [string, Role] => [role, role]),
]);
/** What must not follow a bare hour: it would be counted, a part of a date, or a number. */
const FREE =
  '!%|percent|th|st|nd|rd|>th|of|/|-|k|x|times|am|pm|a|an !<unit> !<thing> !<month> !<coin> !<noun>';

/** "By 2028" */
const isYear = ({ least, most }: Int): boolean => least === most && least > 2024 && least < 2060;

/** A bare hour is a clock where a word in front of it says so. */
export const SIDED_CLOCK_RULES = [
  rule('clock', '<clock> (am|pm)', (found, word) =>
    found.alternatives?.some(({ kind }) => kind === 'clock_range') ? null : settled(found, word),
  ),
  rule('clock', '<clock> -? ish', about),
  rule(
    'clock',
    'at|@ (around|about|roughly)? <int> !%|percent|th|st|nd|rd|am|pm|-|/ !<unit>',
    (word, hour, here) => {
      const found = hourOf(hour, 'bare', here);
      return word === undefined ? found : about(found);
    },
  ),
  rule(
    'clock',
    '(at|by|until|before|after|from) <int> <int> !<unit> !<thing>',
    (side, hour, minute, here) => {
      const found = spoken(hour, minute, here, false);
      return found && { ...found, role: ROLES.get(side) ?? 'at' };
    },
  ),
  rule(
    'clock',
    `(by|until|before|after|past|since|from|>to|>from) (around|about)? <int> ${FREE}`,
    (side, word, hour, here) => {
      if (isYear(hour) && /^(by|before|until|since)$/.test(side)) return null;
      const found = hourOf(hour, 'bare', here);
      return found && { ...found, role: ROLES.get(side) ?? 'at', about: word !== undefined };
    },
  ),
  rule('clock', `around|about <int> ish? ${FREE}`, (hour, here) => {
    const found = about(hourOf(hour, 'bare', here));
    const number = { kind: 'number', least: hour.least, most: hour.most } as const;
    return found && { ...found, certainty: 'open', alternatives: [...(found.alternatives ?? []), number] };
  }),
  rule('clock', `~at|by|from|until|before|after|than|around|@ <pointed> ${FREE}`, (found) => found),
  rule('clock', `not|no (earlier|later) than <int> ${FREE}`, (side, hour, here) => {
    const found = hourOf(hour, 'bare', here);
    return found && { ...found, role: side === 'later' ? 'until' : 'from' };
  }),
  rule('hourish', '<int> !%|percent|th|st|nd|rd|/', (hour, here) => {
    const found = hourOf(hour, 'bare', here);
    return found && { ...found, isBare: true };
  }),
];

export const HOURISH_RULES = [
  rule('hourish', '<clock>', (found) => (found.role ? null : found)),
  rule('hourish', '<pointed> !<noun> !<coin> !<unit> !%|percent|k', (found) => found),
];

// Stretches of a day, and hours that what stands beside them makes hours: "6-8pm", "mon-fri 9-5", "6 in the morning".
import type { Classes, Found } from './classes.ts';
import { rangeOf, settled } from './clocks.ts';
import type { ClockValue } from './facts.ts';
import { rule } from './patterns.ts';

type Hourish = Classes['hourish'];

const alone = ({ isBare: _isBare, ...found }: Hourish): Found<ClockValue> => found;
const withPart = (range: Found | null, part: Found): Found[] | null => range && [range, part];

/** "at 7 or 8", "6am or 6pm": somebody has to choose. */
function either(one: Hourish, other: Hourish): Found<ClockValue> {
  const isSettled = one.isBare && other.alternatives === undefined;
  const first = (isSettled && settled(one, other.value.minute >= 720 ? 'pm' : 'am')) || alone(one);
  const alternatives = [...(first.alternatives ?? []), other.value, ...(other.alternatives ?? [])];
  return { value: first.value, alternatives, certainty: 'open' };
}

/** "At 5 to 7" is five minutes before it, and "at 20 to 9" twenty. */
const isMinutesTo = ({ value: { minute }, alternatives }: Hourish, word: string): boolean =>
  word === 'to' &&
  (minute === 1200 || ((alternatives ?? []).length > 0 && [300, 600, 1020, 1320].includes(minute)));

export const CLOCK_RANGE_RULES = [
  rule('clock_range', 'between <hourish> and|to|-|& <hourish> !<unit> !<thing> !<noun>', rangeOf),
  // "Between 18:00 and 21:00 never": an hour that is written as one needs no look at what stands behind it.
  rule('clock_range', 'between <hourish> and|to|-|& <hourish> !<unit>', (from, to) =>
    from.isBare || to.isBare ? null : rangeOf(from, to),
  ),
  rule(
    'clock_range',
    'from <hourish> to|-|until|through <hourish> !<unit> !<thing> !<coin> !<noun> !%|percent',
    rangeOf,
  ),
  rule('clock_range', 'from? <hourish> to|-|until late|bedtime|close', ({ value }) => ({
    value: { kind: 'clock_range', from: value.minute < 720 ? value.minute + 720 : value.minute, to: 1440 },
  })),
  rule(
    'clock_range',
    'at|@ <hourish> (to|-|until|through) <hourish> !<unit> !%|percent|/',
    (from, word, to) => (isMinutesTo(from, word) ? null : rangeOf(from, to)),
  ),
  rule('clock_range', '<hourish> (to|-|until|through) <hourish> !<unit> !%|percent|/', (from, word, to) =>
    (from.isBare && to.isBare) || isMinutesTo(from, word) ? null : rangeOf(from, to),
  ),
];

const FREE = '!<unit> !<thing> !<noun> !<coin> !<month> !x|times|-|,|and|th|st|nd|rd';
const NO_CLOCK = '!<unit> !<noun> !<coin> !%|percent|k|x|times|a|an|per|each|every|/|-|m|pb|+';
const TO = '<hourish> to|-|until <hourish> !<unit> !<thing> !<noun>';

export const BESIDE_CLOCK_RULES = [
  rule('fact', '<hourish> ; in the? <part>', (hour, part) => [alone(hour), part]),
  rule('fact', '<hourish> ; <part>', (hour, part) => (part.value.date ? [alone(hour), part] : null)),
  rule('fact', 'from? <hourish> to|-|until <hourish> ; in the? <part>', (from, to, part) =>
    withPart(rangeOf(from, to), part),
  ),
  rule('fact', 'from? <hourish> to|-|until <hourish> ; <part>', (from, to, part) =>
    part.value.date ? withPart(rangeOf(from, to), part) : null,
  ),
  rule('clock', `!one ~<date> <hourish> ${FREE} || !one ~<days> <hourish> ${FREE}`, alone),
  rule(
    'clock',
    `~<date> <pointed> ${NO_CLOCK} || ~<days> <pointed> ${NO_CLOCK} || <pointed> =<date> || <pointed> =<days>`,
    (found) => found,
  ),
  // "Book club at mine 7.30": two figures behind the point, as clocks have them.
  rule('clock', `<pointed> ${NO_CLOCK}`, (found) =>
    found.value.minute % 5 === 0 ? { ...found, certainty: found.certainty ?? 'usual' } : null,
  ),
  rule('clock_range', `~<days> ${TO} || ~<date> ${TO} || ~<rhythm> ${TO}`, rangeOf),
  rule('clock_range', '<hourish> to|-|until <hourish> =<days>', rangeOf),
  rule('clock', 'at <hourish> or <hourish>', either),
  rule('clock', '<hourish> or|/ <hourish>', (one, other) => (other.isBare ? null : either(one, other))),
];

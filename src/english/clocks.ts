// What hours and minutes said on a clock may mean: morning and evening stay both open where nobody said which.
import { DAY_MINUTES } from '../kernel/time.ts';
import type { ClockRangeValue, ClockValue, Fact, ValueOf } from './facts.ts';
import type { Here } from './here.ts';
import type { Classes, Found } from './classes.ts';

const NOON = 12 * 60;

type Half = 'am' | 'pm';
/** `bare`: an hour alone. `figures`: 7:30, which people who count to 24 mean as it stands. */
type Way = Half | 'said' | 'bare' | 'figures';

export const clock = (minute: number): ClockValue => ({ kind: 'clock', minute });

/**
 * The time of day, with the other half of the day as alternative where it was left open; null for what no clock shows.
 * The usual hour is between 9 and 4 by day; from 5 to 8 both are common.
 */
export function clockOf(hour: number, minute: number, way: Way, here: Here): Found<ClockValue> | null {
  if (!Number.isInteger(hour) || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const morning = (hour % 12) * 60 + minute;
  if (way === 'am' || way === 'pm') {
    if (hour > 12) return way === 'pm' && hour < 24 ? { value: clock(hour * 60 + minute) } : null;
    return hour === 0 && way === 'pm' ? null : { value: clock(way === 'am' ? morning : morning + NOON) };
  }
  if (way === 'said' || hour > 12 || hour === 0) return { value: clock(hour * 60 + minute) };
  const isLiteral = way === 'figures' && here.isTwentyFour && hour > 5;
  const isEvening = hour === 12 || (!isLiteral && hour < 7);
  const isOpen = !isLiteral && hour >= 5 && hour <= 8;
  const [usual, other] = isEvening ? [morning + NOON, morning] : [morning, morning + NOON];
  return { value: clock(usual), alternatives: [clock(other)], certainty: isOpen ? 'open' : 'usual' };
}

/** "19:30", "7.30"; with a zero in front ("07:30") nothing is open. */
export function digitalClock(figures: string, here: Here): Found<ClockValue> | null {
  const [hour = '', minute = ''] = figures.split(/[:.]/);
  return clockOf(Number(hour), Number(minute), /^0\d/.test(hour) ? 'said' : 'figures', here);
}

/** "1930", "730": figures of a clock without a sign between them. */
export function packedClock(figures: number, way: Way, here: Here): Found<ClockValue> | null {
  return figures < 100 ? null : clockOf(Math.floor(figures / 100), figures % 100, way, here);
}

/** With "am" or "pm" behind it, whatever was open is settled. */
export function settled(found: Found<ClockValue>, word: string): Found<ClockValue> | null {
  const minute = readings(found).find((one) => one >= NOON === (word === 'pm'));
  return minute === undefined ? null : { value: clock(minute) };
}

/** A whole hour as a clock, null for any other quantity. */
export function hourOf(int: Classes['int'], way: Way, here: Here): Found<ClockValue> | null {
  if (int.least !== int.most) return null;
  if (int.least >= 100) return packedClock(int.least, way, here);
  return clockOf(int.least, 0, way, here);
}

const readings = (found: Found<ClockValue>): number[] =>
  [found.value, ...((found.alternatives ?? []) as ClockValue[])].map(({ minute }) => minute);

/**
 * From the first to the last. What was left open is read so that the stretch is the shortest; of equally long ones the
 * first is the one that begins at the usual hour, and the others stay as alternatives.
 */
export function rangeOf(first: Found<ClockValue>, last: Found<ClockValue>): Found<ClockRangeValue> | null {
  const pairs = readings(first).flatMap((from, isOther) =>
    readings(last).map((to) => {
      const minutes = (to - from + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
      return { from, to: from + minutes, minutes, isOther };
    }),
  );
  const shortest = Math.min(...pairs.map(({ minutes }) => minutes));
  if (shortest >= DAY_MINUTES) return null;
  const [best, ...rest] = pairs
    .filter(({ minutes }) => minutes === shortest)
    .toSorted((a, b) => a.isOther - b.isOther)
    .map(({ from, to }): ValueOf<'clock_range'> => ({ kind: 'clock_range', from, to }));
  const certainty: Fact['certainty'] = rest.length === 0 ? 'said' : (first.certainty ?? 'said');
  return { value: best!, alternatives: rest, certainty };
}

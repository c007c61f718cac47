// Three misses in a row in one slot: the same weekday, within an hour, three weeks running. Pure.
import { addDays, DAY_MINUTES } from '../kernel/time.ts';
import type { Day } from '../kernel/week.ts';

/** A settled task where its person's clock put it. */
export interface Settled {
  taskId: string;
  day: Day;
  /** "2026-11-24" */
  date: string;
  /** Minute of the day at which it began. */
  minute: number;
  isMissed: boolean;
}

export interface MissSignal {
  day: Day;
  /** Minutes of the day; `to` lies an hour behind the last start, and not behind midnight. */
  from: number;
  to: number;
  /** Oldest first: at least three, each a week behind the one before. */
  misses: Settled[];
}

const LEAST_WEEKS = 3;
const WITHIN_MINUTES = 60;

/**
 * The slots whose latest weeks were missed, each as often as it was missed in a row; a slot in which anything was done
 * in one of those weeks ends its row there. Of slots that overlap the one with the longest row, or the later miss.
 */
export function findMissSignals(settled: readonly Settled[]): MissSignal[] {
  const rows = settled
    .filter(({ isMissed }) => isMissed)
    .filter((last) => !settled.some((other) => isBehind(other, last)))
    .map((last) => rowUpTo(last, settled))
    .filter(({ length }) => length >= LEAST_WEEKS)
    .toSorted((a, b) => b.length - a.length || (a.at(-1)!.date < b.at(-1)!.date ? 1 : -1));
  const found: MissSignal[] = [];
  for (const misses of rows) {
    const signal = signalOf(misses);
    if (!found.some((other) => overlaps(other, signal))) found.push(signal);
  }
  return found;
}

/** Something of the same slot came after it: whether that was missed, too, begins at that. */
const isBehind = (other: Settled, last: Settled): boolean => isOfSlot(other, last) && other.date > last.date;

/** Back from its last miss, a week at a time. */
function rowUpTo(last: Settled, settled: readonly Settled[]): Settled[] {
  const misses: Settled[] = [];
  for (let date = last.date; ; date = addDays(date, -7)) {
    const ofWeek = settled.filter((one) => isOfSlot(one, last) && one.date === date);
    const missed = ofWeek.find(({ taskId }) => taskId === last.taskId) ?? ofWeek[0];
    if (!missed || !ofWeek.every(({ isMissed }) => isMissed)) return misses.toReversed();
    misses.push(missed);
  }
}

const isOfSlot = (one: Settled, anchor: Settled): boolean =>
  one.day === anchor.day && Math.abs(one.minute - anchor.minute) <= WITHIN_MINUTES;

function signalOf(misses: Settled[]): MissSignal {
  const starts = misses.map(({ minute }) => minute);
  return {
    day: misses[0]!.day,
    from: Math.min(...starts),
    to: Math.min(Math.max(...starts) + WITHIN_MINUTES, DAY_MINUTES - 1),
    misses,
  };
}

/** Of the same day, in one minute at least. */
export const overlaps = (
  a: Pick<MissSignal, 'day' | 'from' | 'to'>,
  b: Pick<MissSignal, 'day' | 'from' | 'to'>,
): boolean => a.day === b.day && a.from < b.to && b.from < a.to;

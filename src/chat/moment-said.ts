// From words to a moment: by the clock on which its person said them, whenever and by whomever they are answered.
import { MINUTE_MS, wallClockToUtc } from '../kernel/time.ts';

/** What a model made of the words: a time of day, or how long from when they were said; both null where neither is. */
export interface NamedMoment {
  /** "2026-11-24T18:00", on the person's wall clock. */
  task_starts_local: string | null;
  task_starts_in_minutes: number | null;
}

/** When something was said, and by which clock. */
export interface Said {
  saidAt: Date;
  /** IANA name. */
  zone: string;
}

/**
 * Null where none is named. An hour that happens twice is the first one that lay ahead; a stretch of time is as long as
 * it was said, also where the clocks change meanwhile.
 */
export function momentSaid(
  { task_starts_local: local, task_starts_in_minutes: minutes }: NamedMoment,
  { saidAt, zone }: Said,
): Date | null {
  if (minutes !== null) return new Date((minuteOf(saidAt) + minutes) * MINUTE_MS);
  if (local === null) return null;
  const [date, time] = [local.slice(0, 10), local.slice(11, 16)];
  const first = wallClockToUtc(date, time, zone).startsAt;
  return first > saidAt ? first : wallClockToUtc(date, time, zone, 'last').startsAt;
}

/** Whether it is over by now. The minute that runs is not. */
export const hasPassed = (moment: Date, now = new Date()): boolean => minuteOf(moment) < minuteOf(now);

const minuteOf = (moment: Date): number => Math.floor(moment.getTime() / MINUTE_MS);

// The times of day that planning tries, and which of them one may be moved to unasked.
import { DAY_MINUTES, minutesOf, timeOf } from '../kernel/time.ts';

/** The times of day that come into question, every quarter of an hour, in order; `alsoTime` is one of them. */
export function timesOfDay(alsoTime: string): string[] {
  return QUARTERS.includes(alsoTime) ? QUARTERS : [...QUARTERS, alsoTime].toSorted();
}

const STEP_MINUTES = 15;
const QUARTERS = Array.from({ length: DAY_MINUTES / STEP_MINUTES }, (_, index) =>
  timeOf(index * STEP_MINUTES),
);

/** True between 06:00 and 23:00: outside it nobody is moved to, even where the sleep window is not there. */
export function isSensible(time: string, minutes: number): boolean {
  return minutesOf(time) >= 6 * 60 && minutesOf(time) + minutes <= 23 * 60;
}

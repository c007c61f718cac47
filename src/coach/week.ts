// The days of a week in their order, and stretches of it that meet.
import { DAY_MINUTES, daysBetween, minutesOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';

/** Days in the order of the week, each once. */
export function inWeekOrder(days: readonly Day[]): Day[] {
  return DAYS.filter((day) => days.includes(day));
}

/** From the first day to the last one, both counted; the last week perhaps not whole. At least 1. */
export const weeksBetween = (first: string, last: string): number =>
  Math.max(1, Math.ceil((daysBetween(first, last) + 1) / 7));

interface Stretch {
  day: Day;
  time: string;
  minutes: number;
}

/** Do they share a moment? Each may go on into the next day, and from Sunday into Monday. */
export function meetInWeek(a: Stretch, b: Stretch): boolean {
  const [aFrom, bFrom] = [minuteOfWeek(a), minuteOfWeek(b)];
  return minutesAfter(bFrom, aFrom) < a.minutes || minutesAfter(aFrom, bFrom) < b.minutes;
}

const WEEK_MINUTES = 7 * DAY_MINUTES;
const minuteOfWeek = ({ day, time }: Stretch): number => DAYS.indexOf(day) * DAY_MINUTES + minutesOf(time);
const minutesAfter = (later: number, earlier: number): number =>
  (later - earlier + WEEK_MINUTES) % WEEK_MINUTES;

// The second opinion's own clock: Intl alone, and nothing of the arithmetic that plans are composed with.
import { DAYS } from '../kernel/week.ts';

export const MINUTE_MS = 60_000;

/** A moment as a clock in the zone shows it: the minute counts from midnight, the weekday from Monday = 0. */
export interface Reading {
  date: string;
  minute: number;
  weekday: number;
}
/** Of the day. */
export type Minutes = { from: number; to: number };
export type ReadClock = (epochMs: number) => Reading;

/** `zone` is an IANA name; Intl throws a RangeError for any other. */
export function clockIn(zone: string): ReadClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (epochMs) => {
    const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    const date = `${parts.year}-${parts.month}-${parts.day}`;
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    return { date, minute: Number(parts.hour) * 60 + Number(parts.minute), weekday };
  };
}

/** Whether a reading lies in a range that begins on one of these days and may go on into the next. */
export function isWithin(
  { minute, weekday }: Reading,
  { from, to }: Minutes,
  days: readonly string[],
): boolean {
  const beginsOn = (index: number) => days.includes(DAYS[index % 7]!);
  if (from <= to) return minute >= from && minute < to && beginsOn(weekday);
  return (minute >= from && beginsOn(weekday)) || (minute < to && beginsOn(weekday + 6));
}

/** From "22:30" to minutes of the day. */
export function minutesOf(range: { from: string; to: string }): Minutes {
  return { from: minuteOf(range.from), to: minuteOf(range.to) };
}

/** "06:30" is 390. */
export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}

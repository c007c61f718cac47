// Where nothing fits as it was wished: the nearest times that would, so that the person has something to choose from.
import { addDays, daysBetween, minutesOf, shortDate } from '../kernel/time.ts';
import { obstacleOf, type Calendar } from './calendar.ts';
import { isSensible, timesOfDay } from './times-of-day.ts';

const MOST = 3;
const DAYS_LOOKED_AT = 14;
/** So many minutes away weigh as much as a day. */
const MINUTES_OF_A_DAY = 180;
const LEAST_MINUTES = 10;

interface Sought {
  time: string;
  minutes: number;
  /** The days that may be offered, the wished one first. */
  firstDate: string;
  lastDate: string;
}

/** "Tue 1 Dec 07:15": at most three, no two on one day, the nearest first; shorter ones where nothing else is free. */
export function nearestAlternatives(calendar: Calendar, sought: Sought): string[] {
  const whole = freeTimes(calendar, sought);
  if (whole.length > 0) return whole;
  const shorter = Math.floor(sought.minutes / 10) * 5;
  if (shorter < LEAST_MINUTES) return [];
  return freeTimes(calendar, { ...sought, minutes: shorter }).map((when) => `${when} (${shorter} minutes)`);
}

/** " Free are: …." to end an explanation with, or nothing. */
export function sayAlternatives(alternatives: string[]): string {
  return alternatives.length === 0 ? '' : ` The nearest that is free: ${alternatives.join(', ')}.`;
}

function freeTimes(calendar: Calendar, { time, minutes, firstDate, lastDate }: Sought): string[] {
  const count = Math.min(DAYS_LOOKED_AT, daysBetween(firstDate, lastDate) + 1);
  const best = Array.from({ length: Math.max(0, count) }, (_, day) => {
    const date = addDays(firstDate, day);
    const free = timesOfDay(time)
      .filter((other) => isSensible(other, minutes))
      .map((other) => ({ other, look: calendar.look(date, other, minutes) }))
      .filter(({ look }) => !look.shifted && obstacleOf(look) === null)
      .map(({ other, look }) => ({
        says: `${shortDate(date)} ${other}`,
        cost:
          Math.abs(minutesOf(other) - minutesOf(time)) / MINUTES_OF_A_DAY +
          day +
          (look.poor.length > 0 ? 3 : 0),
      }));
    return free.toSorted((a, b) => a.cost - b.cost)[0] ?? null;
  });
  return best
    .filter((found) => found !== null)
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, MOST)
    .map(({ says }) => says);
}

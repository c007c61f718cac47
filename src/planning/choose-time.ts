// Where a task and each of its sessions go when the wished time is not free: as near to it as can be, on the same day.
import { minutesOf, weekdayOf } from '../kernel/time.ts';
import { areStray, obstacleOf, type Calendar, type Look } from './calendar.ts';
import { isHeld, type HeldWindow } from './hold-window.ts';
import { isSensible, timesOfDay } from './times-of-day.ts';

/** One session: where it was wished, and where it went. */
export interface Placed {
  wished: Look;
  /** Null where the day has no room. */
  taken: Look | null;
}

/**
 * One time of day for all dates: the wished one, unless it fails on more than a stray day; else the one that is free
 * on most of them, then the least poor, then the nearest. `because` is what kept the task from its wished time. Where
 * hours are held, no time outside them comes into question.
 */
export function chooseTime(
  calendar: Calendar,
  { time: wished, minutes }: { time: string; minutes: number },
  dates: string[],
  held: HeldWindow | null,
): { time: string; because: Look | null } {
  const looksAt = (time: string) => dates.map((date) => calendar.look(date, time, minutes));
  const wishedLooks = looksAt(wished);
  if (clashesAreStray(wishedLooks)) return { time: wished, because: null };
  const offered = timesOfDay(wished).filter((time) => time === wished || isHeld(held, time, minutes));
  const ranked = offered.map((time) => {
    const looks = looksAt(time);
    const count = (speaksAgainst: (look: Look) => boolean) => looks.filter(speaksAgainst).length;
    const rank = [
      count(clashes),
      count(({ blocked }) => blocked !== null),
      count(({ poor }) => poor.length > 0),
      count(({ shifted }) => shifted),
      ...distance(time, wished, minutes),
    ];
    return { time, rank };
  });
  const { time } = ranked.toSorted((a, b) => compareRanks(a.rank, b.rank))[0]!;
  return { time, because: time === wished ? null : (wishedLooks.find(clashes) ?? null) };
}

/** Takes the session's own time where that is free, else the nearest free time of the same day, else nothing. */
export function placeSession(
  calendar: Calendar,
  title: string,
  { date, time, minutes }: { date: string; time: string; minutes: number },
  held: HeldWindow | null,
): Placed {
  const wished = calendar.look(date, time, minutes);
  const taken = clashes(wished) ? nearestFree(calendar, wished, { date, time, minutes }, held) : wished;
  if (taken) calendar.take(title, taken);
  return { wished, taken };
}

function nearestFree(
  calendar: Calendar,
  wished: Look,
  { date, time, minutes }: { date: string; time: string; minutes: number },
  held: HeldWindow | null,
): Look | null {
  const free = timesOfDay(time)
    .filter((other) => isHeld(held, other, minutes))
    .map((other) => calendar.look(date, other, minutes))
    .filter((look) => !look.blocked && (!look.shifted || look.startMs === wished.startMs))
    .map((look) => {
      const rank = [look.tight ? 1 : 0, look.poor.length, ...distance(look.time, time, minutes)];
      return { look, rank };
    });
  return free.toSorted((a, b) => compareRanks(a.rank, b.rank))[0]?.look ?? null;
}

const clashes = (look: Look): boolean => obstacleOf(look) !== null;

function clashesAreStray(looks: Look[]): boolean {
  const byWeekday = Object.values(Object.groupBy(looks, ({ date }) => weekdayOf(date)));
  return fewClash(looks) && byWeekday.every((sessions) => sessions.length < 3 || fewClash(sessions));
}

const fewClash = (looks: Look[]): boolean => areStray(looks.filter(clashes).length, looks.length);

/** Odd hours come last, unless the wish itself was for one. */
function distance(time: string, wished: string, minutes: number): number[] {
  const isOddHour = isSensible(wished, minutes) && !isSensible(time, minutes);
  return [isOddHour ? 1 : 0, Math.abs(minutesOf(time) - minutesOf(wished))];
}

/** Negative, zero or positive as the first list of numbers comes before, with or after the second one. */
function compareRanks(a: number[], b: number[]): number {
  const differing = a.findIndex((value, index) => value !== b[index]);
  return differing === -1 ? 0 : a[differing]! - b[differing]!;
}

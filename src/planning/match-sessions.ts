// Which session of one plan is which of another: by its task, its day and its week.
import { addDays, weekdayOf } from '../kernel/time.ts';
import { DAYS } from '../kernel/week.ts';
import type { PlanContent } from './plan.ts';

/** A session as the difference of two plans looks at it. */
export interface Sitting {
  title: string;
  date: string;
  /** Of the clock in the plan's zone. */
  time: string;
  minutes: number;
  /** ISO 8601 in UTC. */
  startsAt: string;
}

/** What became of a session: one of the two is null where it is new, or gone. */
export interface Fate {
  was: Sitting | null;
  is: Sitting | null;
}

/** Those that begin at `fromMs` or later, under the title of their task, the earliest first. */
export function sittingsByTitle(
  { tasks }: Pick<PlanContent, 'tasks'>,
  fromMs = Number.NEGATIVE_INFINITY,
): Map<string, Sitting[]> {
  const sittings = tasks.flatMap(({ title, duration_minutes: minutes, occurrences }) =>
    occurrences.map(({ local_date: date, local_time: time, starts_at: startsAt }) => ({
      title,
      date,
      time,
      minutes,
      startsAt,
    })),
  );
  const ahead = sittings.filter(({ startsAt }) => Date.parse(startsAt) >= fromMs);
  return Map.groupBy(
    ahead.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)),
    ({ title }) => sameTitle(title),
  );
}

export const sameTitle = (title: string): string => title.trim().toLowerCase();

/** The same moment, else the same day, else the same week; what is left over is gone, or new. */
export function matchSittings(before: Sitting[], after: Sitting[]): Fate[] {
  let fates: Fate[] = [];
  let [old, fresh] = [before, after];
  for (const keyOf of [momentOf, ({ date }: Sitting) => date, ({ date }: Sitting) => weekOf(date)]) {
    const paired = pair(old, fresh, keyOf);
    fates = [...fates, ...paired.fates];
    [old, fresh] = [paired.old, paired.fresh];
  }
  return [...fates, ...old.map((was) => ({ was, is: null })), ...fresh.map((is) => ({ was: null, is }))];
}

const momentOf = ({ startsAt }: Sitting): string => String(Date.parse(startsAt));

/** The Monday of its week. */
const weekOf = (date: string): string => addDays(date, -DAYS.indexOf(weekdayOf(date)));

function pair(before: Sitting[], after: Sitting[], keyOf: (sitting: Sitting) => string) {
  const waiting = Map.groupBy(after, keyOf);
  const fates: Fate[] = [];
  const old: Sitting[] = [];
  for (const was of before) {
    const is = waiting.get(keyOf(was))?.shift();
    if (is) fates.push({ was, is });
    else old.push(was);
  }
  const fresh = [...waiting.values()].flat();
  return { fates, old, fresh };
}

/** How many of them begin at the same moments, of the fewer of both: 0 to 1. */
export function likeness(before: Sitting[], after: Sitting[]): number {
  const moments = new Set(before.map(momentOf));
  const shared = after.filter((sitting) => moments.has(momentOf(sitting))).length;
  return shared / Math.max(1, Math.min(before.length, after.length));
}

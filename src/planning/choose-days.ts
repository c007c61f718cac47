// Which days of the week, and at what time: one time for all days where it can be, with days of rest in between.
import { DAYS, type Day } from '../kernel/week.ts';
import { minutesOf } from '../kernel/time.ts';

/** A free time of a weekday, and how far it is from the wish; costs only compare with each other. */
export interface DayOption {
  day: Day;
  time: string;
  cost: number;
  /** For the person: why it is not ideal, or null. */
  conflict: string | null;
}

const OTHER_TIME_COST = 100;
const WEEKEND_COST = 8;
const CROWDING_COST = 10;

/** At most `count` options, one a day, of least cost together; fewer where fewer days have any. In week order. */
export function chooseDays(options: DayOption[], count: number): DayOption[] {
  let best: { cost: number; chosen: DayOption[] } = { cost: Infinity, chosen: [] };
  for (const time of new Set(options.map((option) => option.time))) {
    const candidates = DAYS.flatMap((day) => bestOn(day, time, options) ?? []);
    for (const chosen of subsets(candidates, Math.min(count, candidates.length))) {
      const cost = chosen.reduce((sum, option) => sum + option.cost, crowding(chosen.map(({ day }) => day)));
      if (cost < best.cost) best = { cost, chosen };
    }
  }
  return best.chosen.map((chosen) =>
    options.find(({ day, time }) => day === chosen.day && time === chosen.time)!,
  );
}

/** The cheapest option of a day where the other days are at `usual`. */
function bestOn(day: Day, usual: string, options: DayOption[]): DayOption | undefined {
  const priced = options
    .filter((option) => option.day === day)
    .map((option) => {
      const awayMinutes = Math.abs(minutesOf(option.time) - minutesOf(usual));
      return { ...option, cost: option.cost + (awayMinutes === 0 ? 0 : OTHER_TIME_COST + awayMinutes / 10) };
    });
  return priced.toSorted((a, b) => a.cost - b.cost)[0];
}

function subsets<T>(items: T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** Up to four days a week want rest between them; five and more want the working week. */
function crowding(days: Day[]): number {
  const indexes = days.map((day) => DAYS.indexOf(day));
  const weekend = WEEKEND_COST * indexes.filter((index) => index >= 5).length;
  if (days.length > 4) return weekend;
  const even = 7 / days.length;
  const gaps = indexes.map((index, i) => (indexes[i + 1] ?? indexes[0]! + 7) - index);
  return weekend + CROWDING_COST * gaps.reduce((sum, gap) => sum + (gap - even) ** 2, 0);
}

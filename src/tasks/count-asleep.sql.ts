// Counts the open tasks to come that lie in a person's sleep where they stand: a calendar holds thousands of them.
import type { Ctx } from '../kernel/context.ts';
import { DAY_MINUTES, minutesOf, type ClockRange } from '../kernel/time.ts';

export interface Asleep {
  asleep: number;
  /** Those near a change of clocks, where nights are longer or shorter: for the rules of the code. */
  nearChange: { startsAt: Date; durationMinutes: number }[];
}

/** Days on which clocks change are left to the caller: code and database may read them differently. */
export async function countAsleep(ctx: Ctx, sleep: ClockRange, zone: string): Promise<Asleep> {
  const from = minutesOf(sleep.from);
  const to = minutesOf(sleep.to);
  const end = sleep.from < sleep.to ? to : to + DAY_MINUTES;
  const [counted]: Counted[] = await ctx.em.execute(COUNT, [zone, zone, zone, from, end]);
  const { asleep, near } = counted!;
  const nearChange = (near ?? []).map(({ ms, minutes }) => ({
    startsAt: new Date(ms),
    durationMinutes: minutes,
  }));
  return { asleep, nearChange };
}

interface Counted {
  asleep: number;
  near: { ms: number; minutes: number }[] | null;
}

/** A night belongs to the day on which it begins: the one before, that of the start, or the next. */
const COUNT = `
  with open as (
    select starts_at, duration_minutes,
      extract(epoch from wall_clock(starts_at, ?)::time) / 60 as minute,
      wall_clock(starts_at + interval '72 hours', ?) - wall_clock(starts_at - interval '48 hours', ?)
        = interval '120 hours' as is_steady
    from tasks where status in ('pending', 'rescheduled') and starts_at > now()
  )
  select (count(*) filter (where is_steady and exists (
      select from (values (-1440), (0), (1440)) as day (shift), (values (?::int, ?::int)) as night (begins, ends)
      where begins + shift < minute + duration_minutes and minute < ends + shift)))::int as asleep,
    json_agg(json_build_object('ms', extract(epoch from starts_at) * 1000, 'minutes', duration_minutes))
      filter (where not is_steady) as near
  from open`;

// "How am I doing?", answered from the tasks themselves.
import type { Ctx } from '../kernel/context.ts';
import { spokenTime } from '../kernel/spoken-time.ts';
import { addDays, endOfLocalDay, localDayOf, startOfLocalDay } from '../kernel/time.ts';

/**
 * Two or three sentences about the last seven days and today, in the person's zone. What is open is no failure: only
 * what was done or missed is counted against each other. Today is what touches today.
 */
export async function describeProgress(ctx: Ctx, zone: string): Promise<string> {
  const today = localDayOf(new Date(), zone);
  const [from, to] = [startOfLocalDay(today, zone), endOfLocalDay(today, zone)];
  const [counted]: [Counted] = await ctx.em.execute(COUNT, [
    startOfLocalDay(addDays(today, -6), zone),
    from,
    to,
  ]);
  const { done, settled, today: ofToday, open, nextMs } = counted;
  if (settled === 0 && ofToday === 0)
    return nextMs === null
      ? 'Nothing has been due in the last seven days. Tell me a goal, and we make a plan.'
      : `Nothing has been due in the last seven days. Your next one is on ${spokenTime(new Date(nextMs), zone)}.`;
  const past =
    settled === 0
      ? 'Nothing is settled yet this week.'
      : `In the last seven days you did ${done} of ${settled}.`;
  const now =
    open === 0 ? 'Today nothing is left.' : `Today ${open} ${open === 1 ? 'thing is' : 'things are'} left.`;
  return `${past} ${now}`;
}

interface Counted {
  /** Of the last seven days. */
  done: number;
  settled: number;
  /** What touches today, settled or not. */
  today: number;
  open: number;
  /** Start of the first one after today; epoch milliseconds. */
  nextMs: number | null;
}

/** No session is longer than a day. */
const COUNT = `
  with days as (select ?::timestamptz as week, ?::timestamptz as today, ?::timestamptz as tomorrow),
  task as (
    select status, starts_at, starts_at >= week and starts_at < tomorrow as is_of_week, starts_at >= tomorrow as is_next,
      starts_at < tomorrow and starts_at + duration_minutes * interval '1 minute' > today as is_of_today,
      status in ('pending', 'rescheduled') as is_open
    from tasks, days where starts_at > week - interval '1 day' and status <> 'cancelled')
  select count(*) filter (where is_of_week and status = 'done')::int as done,
    count(*) filter (where is_of_week and status in ('done', 'missed'))::int as settled,
    count(*) filter (where is_of_today)::int as today,
    count(*) filter (where is_of_today and is_open)::int as open,
    (extract(epoch from min(starts_at) filter (where is_next and is_open)) * 1000)::float8 as "nextMs"
  from task`;

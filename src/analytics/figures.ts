// What counts, and for which day: whatever says how much was done or missed, says it by this.

/** Of tasks `t`: done or missed. What is open, cancelled or was never delivered counts for nothing. */
export const COUNTS = `t.status in ('done', 'missed')`;

/**
 * The person's own days that lie ahead where they are now, and had come where they were: who flies west from Kiritimati
 * loses nothing of what they did an hour ago. What is done ahead has not begun. Zones lie 26 hours apart at most.
 */
const REACHED = `(select max(t.settled_day) from tasks t
    where ${COUNTS} and t.settled_day between clock.next and clock.furthest
      and (t.starts_at <= now() or t.trigger_type = 'location' and t.recorded_generation = t.generation))`;

/**
 * Of the person of the transaction: their zone, the day that it is there, the first of seven that end with it, and the
 * last that counts: today, unless they have been in a later one. Days are computed here, and kept from being folded
 * into what asks: beside row security PostgreSQL takes for a place in an index only what cannot fail.
 */
export const ME = `select zone, today, today - 6 as week_ago, coalesce(${REACHED}, today) as reached
  from profiles, lateral (select today, today + 1 as next, today + 2 as furthest
    from (select wall_clock(now(), zone)::date as today) now_there offset 0) clock`;

/** As `ME`, with the Monday of so many weeks before that of the last day: one value, a number. */
export const ME_BY_WEEKS = `select zone, today, reached, date_trunc('week', reached)::date - 7 * ?::int as first
  from (${ME}) me`;

/** Two sums over such tasks. */
export const DONE_AND_MISSED = `(count(*) filter (where t.status = 'done'))::int as done,
  (count(*) filter (where t.status = 'missed'))::int as missed`;

/** A row with done and missed of the last seven days. */
export const DECIDED_THIS_WEEK = `select ${DONE_AND_MISSED} from tasks t, me
  where ${COUNTS} and t.settled_day between me.week_ago and me.reached`;

/**
 * A row with done, missed and open of what touches today, also by an end alone, as the list of today has it, for
 * whichever day it counts elsewhere. No task is longer than a day.
 */
export const OF_TODAY = `select ${DONE_AND_MISSED},
    (count(*) filter (where t.status in ('pending', 'rescheduled')))::int as open
  from tasks t, me
  where t.status in ('done', 'missed', 'pending', 'rescheduled')
    and t.starts_at > now() - interval '50 hours' and t.starts_at < now() + interval '26 hours'
    and wall_clock(t.starts_at, me.zone)::date <= me.today
    and wall_clock(t.starts_at + t.duration_minutes * interval '1 minute', me.zone) > me.today`;

/** Today included. */
export const HEATMAP_DAYS = 365;

/** How far back answers are held against what was sent: a little less than that is kept (src/retention/policies.ts). */
export const CHANNEL_DAYS = 84;

export interface Decided {
  done: number;
  missed: number;
}

/** What was due: done and missed together. */
export const dueOf = ({ done, missed }: Decided): number => done + missed;

/** Whole per cent, rounded down, so that 100 means all; null where there was nothing. */
export const percentageOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.floor((100 * part) / whole);

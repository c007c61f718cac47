// What counts, and for which day: whatever says how much was done or missed, says it by this.

/**
 * Of the person of the transaction: their zone, the day that it is there, and the first of seven that end with it. Days
 * are computed here: beside row security PostgreSQL takes for a place in an index only what cannot fail.
 */
export const ME = `select zone, today, today - 6 as week_ago
  from profiles, lateral (select wall_clock(now(), zone)::date as today) clock`;

/** As `ME`, with the Monday of so many weeks before the present one: one value, a number. */
export const ME_BY_WEEKS = `select zone, today, date_trunc('week', today)::date - 7 * ?::int as first from (${ME}) me`;

/** Of tasks `t`: done or missed. What is open, cancelled or was never delivered counts for nothing. */
export const COUNTS = `t.status in ('done', 'missed')`;

/** Two sums over such tasks. */
export const DONE_AND_MISSED = `(count(*) filter (where t.status = 'done'))::int as done,
  (count(*) filter (where t.status = 'missed'))::int as missed`;

/**
 * A row with done and missed of the days from `first`, a column of `me`, to today. Days that lie ahead are not among
 * them: what is done before its day counts when that has come.
 */
export const decidedSince = (first: 'today' | 'week_ago'): string =>
  `select ${DONE_AND_MISSED} from tasks t, me where ${COUNTS} and t.settled_day between me.${first} and me.today`;

/** A row with how many are open that touch today, also by an end alone. No task is longer than a day. */
export const OPEN_TODAY = `select count(*)::int as open from tasks t, me
  where t.status in ('pending', 'rescheduled')
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

// What stands in a person's way, said once for all who ask: their open tasks here, and as bare times those elsewhere.

/** In place of its title: what lies in another organisation is not for the members and keys of this one. */
const BUSY_ELSEWHERE = 'Busy elsewhere';

/** A query of `id` (null: elsewhere), `title`, `starts_at` and `duration_minutes`, in no order. */
export const STANDING = `
  select id, title, starts_at, duration_minutes from tasks
  where status in ('pending', 'rescheduled') and trigger_type = 'time'
    -- No session is longer than a day.
    and starts_at > ?::timestamptz - interval '24 hours' and starts_at < ?
    and starts_at + duration_minutes * interval '1 minute' > ?
  union all
  select null, '${BUSY_ELSEWHERE}', starts_at, duration_minutes from busy_elsewhere(?, ?)`;

/** Its values: whatever shares a moment with this time, which does not hold its end. */
export const standingWithin = (start: Date, end: Date): Date[] => [start, end, start, start, end];

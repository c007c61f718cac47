// Refuses times of which some are taken: all of them are looked at before any is written.
import { FluxError } from '../kernel/errors.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import type { Occurrence } from '../planning/expand-rule.ts';
import type { HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { openWithin } from '../tasks/open-within.sql.ts';

/** So many of those that are taken are named. */
const MOST_NAMED = 10;

/**
 * In order of time. `but`: tasks that are on their way elsewhere. Throws TIME_TAKEN with the titles, and with the times
 * at which they stand in the way.
 */
export async function requireFreeTimes(
  ctx: HoldsCalendar,
  occurrences: readonly Occurrence[],
  durationMinutes: number,
  but: ReadonlySet<string> = new Set(),
): Promise<void> {
  const [first, last] = [occurrences[0], occurrences.at(-1)];
  if (!first || !last) return;
  const spans = occurrences.map(({ startsAt }) => ({
    startMs: startsAt.getTime(),
    endMs: startsAt.getTime() + durationMinutes * MINUTE_MS,
  }));
  const open = await openWithin(ctx, { startMs: spans[0]!.startMs, endMs: spans.at(-1)!.endMs });
  const others = open.filter(({ taskId }) => taskId === null || !but.has(taskId));
  const taken = spans.flatMap(({ startMs, endMs }) => {
    const overlaps = others.filter((other) => other.startMs < endMs && startMs < other.endMs);
    const titles = overlaps.map(({ title }) => title);
    return titles.length === 0 ? [] : [{ starts_at: new Date(startMs).toISOString(), overlaps: titles }];
  });
  if (taken.length === 0) return;
  const overlaps = [...new Set(taken.flatMap((one) => one.overlaps))].slice(0, MOST_NAMED);
  throw new FluxError('TIME_TAKEN', {
    fields: { overlaps, taken_times: taken.length, taken: taken.slice(0, MOST_NAMED) },
  });
}

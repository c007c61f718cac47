// Refuses times of which some are taken: all of them are looked at before any is written.
import { FluxError } from '../kernel/errors.ts';
import type { HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { openWithin, type Standing } from '../tasks/open-within.sql.ts';
import { spanOfTask } from '../tasks/span-of-task.ts';
import type { Task } from '../tasks/task.entity.ts';

export type Timed = Pick<Task, 'startsAt' | 'durationMinutes'>;

/** So many of those that are taken are named. */
const MOST_NAMED = 10;

/**
 * `but`: tasks that are on their way elsewhere. Throws TIME_TAKEN with the titles, and with the times at which they
 * stand in the way.
 */
export async function requireFreeTimes(
  ctx: HoldsCalendar,
  wanted: readonly Timed[],
  but: ReadonlySet<string> = new Set(),
): Promise<void> {
  const inTheWay = await whatStands(ctx, wanted, but);
  const taken = wanted
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    .flatMap((one) => {
      const overlaps = inTheWay(one);
      return overlaps.length === 0 ? [] : [{ starts_at: one.startsAt.toISOString(), overlaps }];
    });
  if (taken.length === 0) return;
  const overlaps = [...new Set(taken.flatMap((one) => one.overlaps))].slice(0, MOST_NAMED);
  throw new FluxError('TIME_TAKEN', {
    fields: { overlaps, taken_times: taken.length, taken: taken.slice(0, MOST_NAMED) },
  });
}

/** A function from one of these times to the titles of what is open there. */
export async function whatStands(
  ctx: HoldsCalendar,
  wanted: readonly Timed[],
  but: ReadonlySet<string> = new Set(),
): Promise<(one: Timed) => string[]> {
  const spans = wanted.map((one) => spanOfTask({ ...one, title: '' }));
  const all: Standing[] =
    spans.length === 0
      ? []
      : await openWithin(ctx, {
          startMs: Math.min(...spans.map(({ startMs }) => startMs)),
          endMs: Math.max(...spans.map(({ endMs }) => endMs)),
        });
  const others = all.filter(({ taskId }) => taskId === null || !but.has(taskId));
  return (one) => {
    const { startMs, endMs } = spanOfTask({ ...one, title: '' });
    return others.filter((o) => o.startMs < endMs && startMs < o.endMs).map(({ title }) => title);
  };
}

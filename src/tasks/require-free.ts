// Refuses a time in which something open stands already.
import { FluxError } from '../kernel/errors.ts';
import type { HoldsCalendar } from './lock-calendar.sql.ts';
import { openWithin } from './open-within.sql.ts';
import { spanOfTask } from './span-of-task.ts';
import type { Task } from './task.entity.ts';

/** `task` with the time that it is to have. Throws TIME_TAKEN with the titles. */
export async function requireFree(
  ctx: HoldsCalendar,
  task: Pick<Task, 'id' | 'title' | 'startsAt' | 'durationMinutes'>,
): Promise<void> {
  const others = (await openWithin(ctx, spanOfTask(task))).filter(({ taskId }) => taskId !== task.id);
  if (others.length > 0)
    throw new FluxError('TIME_TAKEN', { fields: { overlaps: others.map(({ title }) => title) } });
}

// Refuses a time in which something open stands already.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { openWithin, spanOfTask } from './open-within.ts';
import type { Task } from './task.entity.ts';

/** `task` with the time that it is to have. Hold the calendar first. Throws TIME_TAKEN with the titles. */
export async function requireFree(
  ctx: Ctx,
  task: Pick<Task, 'id' | 'title' | 'startsAt' | 'durationMinutes'>,
): Promise<void> {
  const others = (await openWithin(ctx, spanOfTask(task))).filter(({ taskId }) => taskId !== task.id);
  if (others.length > 0)
    throw new FluxError('TIME_TAKEN', { fields: { overlaps: others.map(({ title }) => title) } });
}

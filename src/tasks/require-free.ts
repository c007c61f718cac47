// Refuses a time in which something open stands already.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { overlapsWith } from './free-times.ts';
import type { Task } from './task.entity.ts';

/** `task` with the time that it is to have. Hold the calendar first. Throws TIME_TAKEN with the titles. */
export async function requireFree(
  ctx: Ctx,
  task: Pick<Task, 'id' | 'startsAt' | 'durationMinutes'>,
): Promise<void> {
  const overlaps = await overlapsWith(ctx, task.startsAt, task.durationMinutes, task.id);
  if (overlaps.length > 0) throw new FluxError('TIME_TAKEN', { fields: { overlaps } });
}

// Until when a reminder of a task still makes sense.
import { MINUTE_MS } from '../kernel/time.ts';
import type { Task } from './task.entity.ts';

/** A short task is worth a late word for so long after its start. */
const AT_LEAST_MINUTES = 60;

/**
 * Its end, but at least one hour after its start. What lies further back when it is written is recorded and never
 * rung; a ladder that could reach nobody until then ends as undelivered.
 */
export function sensibleUntil({
  startsAt,
  durationMinutes,
}: Pick<Task, 'startsAt' | 'durationMinutes'>): Date {
  return new Date(startsAt.getTime() + Math.max(durationMinutes, AT_LEAST_MINUTES) * MINUTE_MS);
}

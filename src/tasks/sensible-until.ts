// Until when reminding somebody of a task still helps: what lies further back is recorded and never rung.
import { HOUR_MS, MINUTE_MS } from '../kernel/time.ts';
import type { Task } from './task.entity.ts';

type Timed = Pick<Task, 'startsAt' | 'durationMinutes'>;

/** The task's end, and an hour after its start where it is shorter than that. */
export function sensibleUntil({ startsAt, durationMinutes }: Timed): Date {
  return new Date(startsAt.getTime() + Math.max(durationMinutes * MINUTE_MS, HOUR_MS));
}

/** Whether no reminder of it makes sense any more. */
export function isLongPast(task: Timed, now: Date = new Date()): boolean {
  return sensibleUntil(task) <= now;
}

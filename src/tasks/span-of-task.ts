// When a task stands, as a span among others.
import { MINUTE_MS } from '../kernel/time.ts';
import type { Titled } from '../planning/settle-moves.ts';
import type { Task } from './task.entity.ts';

/** When it stands there, and what it is called. */
export function spanOfTask({
  title,
  startsAt,
  durationMinutes,
}: Pick<Task, 'title' | 'startsAt' | 'durationMinutes'>): Titled {
  const startMs = startsAt.getTime();
  return { title, startMs, endMs: startMs + durationMinutes * MINUTE_MS };
}

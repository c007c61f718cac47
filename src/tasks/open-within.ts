// The open tasks that stand in a stretch of time: whoever asks what is in the way asks here.
import type { Ctx } from '../kernel/context.ts';
import { DAY_MINUTES, MINUTE_MS, type Span } from '../kernel/time.ts';
import type { Titled } from '../planning/settle-moves.ts';
import { OPEN_STATUSES, Task } from './task.entity.ts';

/** In no order. Whoever writes after it holds the calendar before it. */
export async function openWithin(ctx: Ctx, span: Span): Promise<(Titled & { taskId: string })[]> {
  const tasks = await ctx.em.find(
    Task,
    {
      status: { $in: [...OPEN_STATUSES] },
      // No session is longer than a day.
      startsAt: { $gt: new Date(span.startMs - DAY_MINUTES * MINUTE_MS), $lt: new Date(span.endMs) },
    },
    // As they are now, whatever this transaction has seen of them before.
    { refresh: true },
  );
  return tasks
    .map((task) => ({ taskId: task.id, ...spanOfTask(task) }))
    .filter(({ endMs }) => endMs > span.startMs);
}

/** When it stands there, and what it is called. */
export function spanOfTask({ title, startsAt, durationMinutes }: Timed): Titled {
  const startMs = startsAt.getTime();
  return { title, startMs, endMs: startMs + durationMinutes * MINUTE_MS };
}

type Timed = Pick<Task, 'title' | 'startsAt' | 'durationMinutes'>;

// A person has come to a place: what waited for that is due now, and its reminder begins.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { beginGeneration } from './begin-generation.ts';
import { lockCalendar } from './lock-calendar.sql.ts';
import { viewTasks } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { isAtPlace, OPEN_STATUSES, Task } from './task.entity.ts';
import type { TaskView } from './task-view.ts';

/** So many rings at once are more than enough; the rest waits for the next time. */
const MOST = 20;

/** Each fires once; what is asked for again meanwhile finds nothing that waits. Resolves to what is due now. */
export async function fireLocationTasks(ctx: Ctx): Promise<TaskView[]> {
  const tasks = await ctx.em.find(
    Task,
    { triggerType: 'location', status: { $in: [...OPEN_STATUSES] } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  const waiting = tasks.filter(isAtPlace).slice(0, MOST);
  if (waiting.length === 0) return [];
  const holder = await lockCalendar(ctx);
  const due: Task[] = [];
  for (const task of waiting) {
    const startsAt = new Date();
    due.push(await beginGeneration(holder, task, { status: task.status, startsAt }, { isFired: true }));
    const detail = { from: task.startsAt.toISOString(), to: startsAt.toISOString(), by: 'place' };
    await recordEvent(ctx, { taskId: task.id, kind: 'rescheduled', detail });
  }
  return viewTasks(ctx, due);
}

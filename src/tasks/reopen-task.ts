// Takes back one's own "done" or "missed": the task is still to be done, and reminds again where that makes sense.
import type { Ctx } from '../kernel/context.ts';
import { beginGeneration } from './begin-generation.ts';
import { lockCalendar } from './lock-calendar.sql.ts';
import { findTask, viewTask } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { requireFree } from './require-free.ts';
import { staysSettled } from './reschedule-task.ts';
import type { TaskView } from './task-view.ts';
import { isOpen } from './task.entity.ts';

export interface ReopenTask {
  taskId: string;
  /** Whatever stands at its time by now. */
  force?: boolean | undefined;
}

/**
 * One that is open stays as it is, so it is safe to repeat. Throws NOT_FOUND, TASK_SETTLED for one that was cancelled
 * (not for one that rests by a pause), GOAL_LET_GO, and TIME_TAKEN (with the titles) where its time was given away
 * meanwhile.
 */
export async function reopenTask(ctx: Ctx, { taskId, force = false }: ReopenTask): Promise<TaskView> {
  const task = await findTask(ctx, taskId, 'lock');
  if (isOpen(task)) return viewTask(ctx, task);
  const isTakenOff = task.status === 'cancelled' && task.cancelledFor !== 'paused';
  if (isTakenOff || task.goalLetGo) throw staysSettled(task);
  const holder = await lockCalendar(ctx);
  if (!force) await requireFree(holder, task);
  const reopened = await beginGeneration(holder, task, { status: 'pending' });
  await recordEvent(ctx, { taskId, kind: 'reopened' });
  return viewTask(ctx, reopened);
}

// Takes a task off the plan; its reminder stops.
import type { Ctx } from '../kernel/context.ts';
import { findTask, viewTask } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { tellSettled } from './served-by.ts';
import type { TaskView } from './task-view.ts';
import { isOpen, Task } from './task.entity.ts';

/**
 * A task that is cancelled already stays so; one that rested, or whose date was left out, does not come back any more.
 * Throws NOT_FOUND; a settled task is left as it is.
 */
export async function cancelTask(ctx: Ctx, input: { taskId: string }): Promise<TaskView> {
  const task = await findTask(ctx, input.taskId, 'lock');
  // Said again of one that is settled: an earlier attempt may have died before anybody heard it.
  ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  const mayComeBack = task.status === 'cancelled' && task.cancelledFor;
  if (!isOpen(task) && !mayComeBack) return viewTask(ctx, task);
  const change = {
    status: 'cancelled' as const,
    settledAt: new Date(),
    settledVia: ctx.via,
    cancelledFor: null,
    pauseId: null,
  };
  await ctx.em.nativeUpdate(Task, { id: task.id }, change);
  await recordEvent(ctx, { taskId: task.id, kind: 'cancelled' });
  tellSettled(ctx, task);
  return viewTask(ctx, { ...task, ...change });
}

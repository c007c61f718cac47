// Takes a task off the plan; its reminder stops.
import type { Ctx } from '../kernel/context.ts';
import { findTask, readTask, type TaskView } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { isOpen } from './settle-task.ts';
import { Task } from './task.entity.ts';
import type { Nudge } from './task-ref.ts';

/** A task that is cancelled already stays so. Throws NOT_FOUND; a settled task is left as it is. */
export async function cancelTask(
  ctx: Ctx,
  input: { taskId: string },
): Promise<{ task: TaskView; nudge: Nudge }> {
  const task = await findTask(ctx, input.taskId, 'lock');
  if (isOpen(task)) {
    await ctx.em.nativeUpdate(
      Task,
      { id: task.id },
      { status: 'cancelled', settledAt: new Date(), settledVia: 'rest' },
    );
    ctx.em.clear();
    await recordEvent(ctx, { taskId: task.id, kind: 'cancelled', via: 'rest' });
  }
  return {
    task: await readTask(ctx, { taskId: task.id }),
    nudge: { taskId: task.id, generation: task.generation },
  };
}

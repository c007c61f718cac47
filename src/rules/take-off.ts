// Cancels tasks for a reason that may pass; their reminders stop.
import type { Ctx } from '../kernel/context.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { Task } from '../tasks/task.entity.ts';

/** `tasks`: held. `cancelledFor` null: for good. */
export async function takeOff(
  ctx: Ctx,
  tasks: readonly Pick<Task, 'id' | 'generation'>[],
  { cancelledFor, pauseId = null }: { cancelledFor: Task['cancelledFor']; pauseId?: string | null },
): Promise<void> {
  if (tasks.length === 0) return;
  const ids = tasks.map(({ id }) => id);
  await ctx.em.nativeUpdate(
    Task,
    { id: { $in: ids } },
    { status: 'cancelled', settledAt: new Date(), settledVia: ctx.via, cancelledFor, pauseId },
  );
  await recordEvents(ctx, 'cancelled', ids, cancelledFor ? { for: cancelledFor } : undefined);
  for (const { id, generation } of tasks) ctx.tell({ kind: 'task_settled', taskId: id, generation });
}

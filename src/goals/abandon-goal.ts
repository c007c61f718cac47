// Lets a goal go: its open tasks are cancelled, their reminders stop.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { OPEN_STATUSES, Task, TaskEvent } from '../tasks/task.entity.ts';
import type { Nudge } from '../tasks/task-ref.ts';
import { findGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';

/** Returns the reminders that have to hear of it. Safe to repeat; a completed goal stays completed. Throws NOT_FOUND. */
export async function abandonGoal(ctx: Ctx, input: { goalId: string }): Promise<Nudge[]> {
  const goal = await findGoal(ctx, input.goalId, 'lock');
  if (goal.status === 'completed') return [];
  await ctx.em.nativeUpdate(
    Goal,
    { $or: [{ id: goal.id }, { roadmapOf: goal.id, status: 'pipeline' }] },
    { status: 'abandoned' },
  );
  const open = await ctx.em.find(Task, { goalId: goal.id, status: { $in: [...OPEN_STATUSES] } });
  const ids = open.map((task) => task.id);
  await ctx.em.nativeUpdate(
    Task,
    { id: { $in: ids } },
    { status: 'cancelled', settledAt: new Date(), settledVia: 'rest' },
  );
  if (ids.length > 0)
    await ctx.em.insertMany(
      TaskEvent,
      ids.map((taskId) => ({
        id: newId(),
        orgId: ctx.orgId,
        userId: ctx.userId,
        taskId,
        kind: 'cancelled' as const,
        via: 'rest' as const,
      })),
    );
  // Also those of an earlier attempt that died before it could tell the reminders.
  const cancelled = await ctx.em.find(Task, {
    goalId: goal.id,
    status: 'cancelled',
    startsAt: { $gt: new Date() },
  });
  return [...open, ...cancelled].map(({ id, generation }) => ({ taskId: id, generation }));
}

// A session that serves a further goal: what becomes of it counts for both, and it stands as long as one of them runs.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { findTask } from '../tasks/read-task.ts';
import { tellSettled } from '../tasks/served-by.ts';
import { isOpen, Task } from '../tasks/task.entity.ts';
import { findGoal } from './find-goal.ts';
import { lockSharing } from './lock-sharing.sql.ts';

export interface SharedTask {
  goalId: string;
  taskId: string;
}

/**
 * Safe to repeat; a goal's own session serves it already. Throws NOT_FOUND, GOAL_CLOSED for a goal that is over, and
 * TASK_SETTLED for a session that is not to be done any more.
 */
export async function shareTask(ctx: Ctx, { goalId, taskId }: SharedTask): Promise<void> {
  await lockSharing(ctx);
  const goal = await findGoal(ctx, goalId, 'lock');
  const task = await findTask(ctx, taskId, 'lock');
  if (task.goalId === goalId || task.sharedWithGoalIds.includes(goalId)) return;
  if (goal.status !== 'negotiating' && goal.status !== 'active')
    throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  if (!isOpen(task)) throw new FluxError('TASK_SETTLED', { fields: { task_status: task.status } });
  await ctx.em.nativeUpdate(Task, { id: taskId }, { sharedWithGoalIds: [...task.sharedWithGoalIds, goalId] });
}

/** Safe to repeat; a goal's own session stays its own. Throws NOT_FOUND. */
export async function unshareTask(ctx: Ctx, { goalId, taskId }: SharedTask): Promise<void> {
  await lockSharing(ctx);
  await findGoal(ctx, goalId, 'lock');
  const task = await findTask(ctx, taskId, 'lock');
  if (!task.sharedWithGoalIds.includes(goalId)) return;
  const others = task.sharedWithGoalIds.filter((id) => id !== goalId);
  await ctx.em.nativeUpdate(Task, { id: taskId }, { sharedWithGoalIds: others });
  // It may have been the last one that this goal waited for.
  tellSettled(ctx, { goalId });
}

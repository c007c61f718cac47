// What serves another goal as well outlives the goal that is let go: it becomes that goal's own.
import type { Ctx } from '../kernel/context.ts';
import { isOpen, Task } from '../tasks/task.entity.ts';
import { Goal } from './goal.entity.ts';

/** `tasks`: of the goal, held. Resolves to those that go with it. */
export async function keepShared(ctx: Ctx, tasks: readonly Task[]): Promise<Task[]> {
  const shared = tasks.filter((task) => isOpen(task) && task.sharedWithGoalIds.length > 0);
  const heirs = await livingGoals(
    ctx,
    shared.flatMap(({ sharedWithGoalIds }) => sharedWithGoalIds),
  );
  const kept = new Set<string>();
  for (const task of shared) {
    const [heir, ...rest] = task.sharedWithGoalIds.filter((id) => heirs.has(id));
    if (!heir) continue;
    kept.add(task.id);
    await ctx.em.nativeUpdate(Task, { id: task.id }, { goalId: heir, sharedWithGoalIds: rest });
  }
  return tasks.filter(({ id }) => !kept.has(id));
}

/** Sessions of other goals that are still to be done serve it no more; they stand as they are. */
export async function leaveShared(ctx: Ctx, goalId: string): Promise<void> {
  const serving = await ctx.em.find(
    Task,
    { sharedWithGoalIds: { $contains: [goalId] }, status: { $in: ['pending', 'rescheduled'] } },
    { orderBy: { id: 'asc' }, refresh: true },
  );
  for (const { id, sharedWithGoalIds } of serving)
    await ctx.em.nativeUpdate(
      Task,
      { id },
      { sharedWithGoalIds: sharedWithGoalIds.filter((other) => other !== goalId) },
    );
}

async function livingGoals(ctx: Ctx, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const living = { id: { $in: ids }, status: { $in: ['negotiating', 'active'] as const } };
  const goals = await ctx.em.find(Goal, living, { fields: ['id'], refresh: true });
  return new Set(goals.map(({ id }) => id));
}

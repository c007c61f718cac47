// Lets a goal go: its open tasks are cancelled, their reminders stop.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { isOpen, Task } from '../tasks/task.entity.ts';
import { closeRequests } from './close-requests.ts';
import { findGoal } from './find-goal.ts';
import { keepShared, leaveShared } from './keep-shared.ts';
import { lockSharing } from './lock-sharing.sql.ts';
import { Goal } from './goal.entity.ts';
import { isModified } from './is-negotiated.ts';
import { dropModification } from './modify-goal.ts';

/**
 * One transaction, whatever is drafted for it just now. What serves another goal that runs becomes that one's own. Safe
 * to repeat; a completed goal stays completed. Throws NOT_FOUND.
 */
export async function abandonGoal(ctx: Ctx, input: { goalId: string }): Promise<void> {
  await lockSharing(ctx);
  const goal = await findGoal(ctx, input.goalId, 'lock');
  // A negotiation that lapses ends what is still negotiated, and nothing else.
  const isOver = ctx.via === 'system' ? goal.status !== 'negotiating' : goal.status === 'completed';
  if (ctx.via === 'system' && isModified(goal)) return dropModification(ctx, { goalId: goal.id });
  if (isOver) return;
  await ctx.em.nativeUpdate(
    Goal,
    {
      $or: [
        { id: goal.id },
        { roadmapOf: { $in: [goal.id, goal.roadmapOf ?? goal.id] }, status: 'pipeline' },
      ],
    },
    { status: 'abandoned', modifies: null },
  );
  await closeRequests(ctx, goal.id, 'abandoned');
  await leaveShared(ctx, goal.id);
  await cancelTasks(ctx, goal.id);
}

async function cancelTasks(ctx: Ctx, goalId: string): Promise<void> {
  // What is done, moved or opened at this very moment comes first: only then is it asked what is still open.
  const all = await ctx.em.find(
    Task,
    { goalId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' }, refresh: true },
  );
  const tasks = await keepShared(ctx, all);
  const open = tasks.filter(isOpen);
  await ctx.em.nativeUpdate(Task, { goalId }, { goalLetGo: true });
  const ids = open.map((task) => task.id);
  await ctx.em.nativeUpdate(
    Task,
    { id: { $in: ids } },
    { status: 'cancelled', settledAt: new Date(), settledVia: ctx.via },
  );
  await recordEvents(ctx, 'cancelled', ids);
  // Also of an earlier attempt that died before it could tell the reminders.
  const toCome = tasks.filter(({ status, startsAt }) => status === 'cancelled' && startsAt > new Date());
  for (const { id, generation } of [...open, ...toCome])
    ctx.tell({ kind: 'task_settled', taskId: id, generation });
}

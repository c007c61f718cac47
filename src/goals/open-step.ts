// Opens a step of a roadmap that waits: its first draft is owed from then on, and the reconciler finds it where nobody
// is told.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { findGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';

export interface OpenedStep {
  goalId: string;
  conversationId: string;
}

/** Its plan is to be proposed next. Safe to repeat. Throws NOT_FOUND, and GOAL_CLOSED for what does not wait. */
export async function openStep(ctx: Ctx, { goalId }: { goalId: string }): Promise<OpenedStep> {
  const goal = await findGoal(ctx, goalId, 'lock');
  const { conversationId } = goal;
  if (goal.status === 'negotiating') return { goalId, conversationId };
  if (goal.status !== 'pipeline')
    throw new FluxError('GOAL_CLOSED', { fields: { goal_status: goal.status } });
  // Its words count as said now: that is when they begin to matter.
  const open = { status: 'negotiating' as const, planning: 'working' as const, saidAt: new Date() };
  await ctx.em.nativeUpdate(Goal, { id: goalId }, open);
  return { goalId, conversationId };
}

// Opens a step of a roadmap that waits: its first draft is owed from then on, and the reconciler finds it where nobody
// is told.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { findDraft, findGoal } from './find-goal.ts';
import { Goal } from './goal.entity.ts';
import { stepWish } from './step-wish.ts';

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
  const wish = await wishOf(ctx, goal);
  const open = { status: 'negotiating' as const, planning: 'working' as const, wish, saidAt: new Date() };
  await ctx.em.nativeUpdate(Goal, { id: goalId }, open);
  return { goalId, conversationId };
}

/** From the whole, and from what was agreed to last on the way to it. */
async function wishOf(ctx: Ctx, { title, roadmapOf, pipelineOrder }: Goal): Promise<string> {
  if (!roadmapOf) return title;
  const earlier = { roadmapOf, pipelineOrder: { $lt: pipelineOrder ?? 0 } };
  const way = await ctx.em.find(
    Goal,
    { $or: [{ id: roadmapOf }, earlier] },
    { orderBy: { pipelineOrder: 'asc nulls first' }, refresh: true },
  );
  const whole = way.find(({ id }) => id === roadmapOf)?.title ?? title;
  const before = way.findLast(({ approvedDraft }) => approvedDraft !== null);
  const plan = before && (await findDraft(ctx, before.id, before.approvedDraft));
  if (!plan) return stepWish(title, whole, null);
  const isReached = before.status === 'completed';
  return stepWish(title, whole, { title: before.title, isReached, content: plan.content });
}

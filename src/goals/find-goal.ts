// The rows that goal verbs begin with.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Goal, PlanDraft } from './goal.entity.ts';

/** Throws NOT_FOUND, also for a goal of somebody else. `lock` holds the row until the end of the transaction. */
export async function findGoal(ctx: Ctx, goalId: string, lock: 'lock' | 'read' = 'read'): Promise<Goal> {
  const goal = await ctx.em.findOne(
    Goal,
    { id: goalId },
    // As it is now, whatever this transaction has seen of it before.
    { refresh: true, ...(lock === 'lock' && { lockMode: LockMode.PESSIMISTIC_WRITE }) },
  );
  if (!goal) throw new FluxError('NOT_FOUND');
  return goal;
}

/** Null before the first draft. */
export async function findLatestDraft(ctx: Ctx, goalId: string): Promise<PlanDraft | null> {
  const [latest] = await ctx.em.find(PlanDraft, { goalId }, { orderBy: { number: 'desc' }, limit: 1 });
  return latest ?? null;
}

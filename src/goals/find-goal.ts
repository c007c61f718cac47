// The rows that goal verbs begin with.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Goal, PlanDraft } from './goal.entity.ts';

/** Throws NOT_FOUND, also for a goal of somebody else. `lock` holds the row until the end of the transaction. */
export async function findGoal(ctx: Ctx, goalId: string, lock: 'lock' | 'read' = 'read'): Promise<Goal> {
  // As it is now, whatever this transaction has seen of it before.
  const goal = await (lock === 'lock'
    ? holdGoal(ctx, goalId)
    : ctx.em.findOne(Goal, { id: goalId }, { refresh: true }));
  if (!goal) throw new FluxError('NOT_FOUND');
  return goal;
}

/** Holds the row until the end of the transaction. Null where it is gone. */
export function holdGoal({ em }: Ctx, goalId: string): Promise<Goal | null> {
  return em.findOne(Goal, { id: goalId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** Null before the first draft. */
export async function findLatestDraft(ctx: Ctx, goalId: string): Promise<PlanDraft | null> {
  const [latest] = await ctx.em.find(PlanDraft, { goalId }, { orderBy: { number: 'desc' }, limit: 1 });
  return latest ?? null;
}

/** Null where there is no such draft. */
export async function findDraft(
  ctx: Ctx,
  goalId: string,
  number: number | null | undefined,
): Promise<PlanDraft | null> {
  return number ? ctx.em.findOne(PlanDraft, { goalId, number }) : null;
}

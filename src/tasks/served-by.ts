// Which tasks serve a goal: its own, and those of other goals that it shares.
import type { FilterQuery } from '@mikro-orm/postgresql';
import type { Ctx } from '../kernel/context.ts';
import type { Task } from './task.entity.ts';

export const servedBy = (goalId: string): FilterQuery<Task> => ({
  $or: [{ goalId }, { sharedWithGoalIds: { $contains: [goalId] } }],
});

/** It may have been the last session of each goal that it serves. */
export function tellSettled(
  ctx: Pick<Ctx, 'tell'>,
  { goalId, sharedWithGoalIds = [] }: { goalId?: string | null | undefined; sharedWithGoalIds?: string[] },
): void {
  for (const served of new Set([goalId, ...sharedWithGoalIds]))
    if (served) ctx.tell({ kind: 'session_settled', goalId: served });
}

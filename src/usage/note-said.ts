// Notes that a person is told of their budget: once a month is enough.
import type { Ctx } from '../kernel/context.ts';
import { LlmSpending } from './usage.entity.ts';

/** `spendingId`: of their month. Resolves to whether it is for this transaction to tell them: nobody else did. */
export async function noteSaid(ctx: Ctx, { spendingId }: { spendingId: string }): Promise<boolean> {
  const untold = { id: spendingId, saidAt: null };
  return (await ctx.em.nativeUpdate(LlmSpending, untold, { saidAt: new Date() })) > 0;
}

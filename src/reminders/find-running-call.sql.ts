// Whether another call to the same person is under way: two at once would be indistinguishable after a crash, and rude.
import type { Ctx } from '../kernel/context.ts';
import { listRunningCalls, type RunningCall } from './list-running-calls.ts';

/**
 * Claims of two tasks of one person take turns here, until the end of the transaction, in whichever of their
 * organisations: it is one phone.
 */
export async function findRunningCall(ctx: Ctx, now: Date): Promise<RunningCall | null> {
  await ctx.em.execute('select pg_advisory_xact_lock(hashtextextended(?, 7301967))', [ctx.userId]);
  const [call] = await listRunningCalls(ctx, now);
  return call ?? null;
}

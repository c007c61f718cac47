// Forgets a browser.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { PushSubscription } from './profile.entity.ts';

/** Throws NOT_FOUND, also for a subscription of somebody else. */
export async function unsubscribePush(ctx: Ctx, input: { subscriptionId: string }): Promise<void> {
  const removed = await ctx.em.nativeDelete(PushSubscription, { id: input.subscriptionId });
  if (removed === 0) throw new FluxError('NOT_FOUND');
}

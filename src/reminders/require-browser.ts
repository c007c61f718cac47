// A notification answers for its person as long as its browser is theirs.
import { PushSubscription } from '../account/profile.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';

/**
 * Whoever signed out of a browser, or left it to somebody else, is not to be answered for there. Throws TOKEN_INVALID.
 * `subscriptionId`: undefined in what was sent by an older version, which did not say.
 */
export async function requireBrowser(ctx: Ctx, subscriptionId: string | undefined): Promise<void> {
  if (subscriptionId === undefined) return;
  const isNotified = (await ctx.em.count(PushSubscription, { id: subscriptionId })) > 0;
  if (!isNotified) throw new FluxError('TOKEN_INVALID', { detail: 'this browser is not notified any more' });
}

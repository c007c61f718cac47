// The browsers that a person is notified on.
import type { Ctx } from '../kernel/context.ts';
import { PushSubscription } from './profile.entity.ts';

/** Oldest first. */
export async function listPushSubscriptions(ctx: Ctx): Promise<PushSubscription[]> {
  return ctx.em.find(PushSubscription, {}, { orderBy: { id: 'asc' } });
}

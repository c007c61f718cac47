// Remembers a browser that wants to be notified.
import { acceptPushEndpoint, type PushEndpointRules } from '../channels/push-endpoint.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { keepPushSubscription, type KeptSubscription } from './keep-push-subscription.ts';
import type { Principal } from './principal.ts';
import { Profile, PushSubscription } from './profile.entity.ts';
import { tellReachChanged } from './tell-reach-changed.ts';

export interface SubscribePush {
  endpoint: string;
  /** base64url, as the browser gave them. */
  keys: { p256dh: string; auth: string };
  /** What the browser is signed in with: the subscription ends when that does. */
  madeBy: Pick<Principal, 'sessionId' | 'via'>;
}

/**
 * The same endpoint again keeps its id and takes the new keys; whoever had it before loses it, and of more than ten
 * that one goes that subscribed longest ago. Throws ENDPOINT_REFUSED: only push services are ever called, and only by
 * the normalised address, because other parsers read the raw text differently. Throws UNAUTHENTICATED where the session
 * has ended meanwhile.
 */
export async function subscribePush(
  ctx: Ctx,
  rules: PushEndpointRules,
  input: SubscribePush,
): Promise<KeptSubscription> {
  const accepted = acceptPushEndpoint(input.endpoint, rules);
  if ('refused' in accepted) throw new FluxError('ENDPOINT_REFUSED', { detail: accepted.refused });
  const { keys, madeBy } = input;
  const isKnown = await isSubscribed(ctx, accepted.href, keys);
  const kept = await keepPushSubscription(ctx, { id: newId(), endpoint: accepted.href, ...keys, ...madeBy });
  if (kept === null) throw new FluxError('UNAUTHENTICATED', { detail: 'the session has ended' });
  if (!isKnown) await noteReachChanged(ctx);
  return kept;
}

/** As it is already: browsers subscribe with each page that they load, and no reminder has to hear of that. */
async function isSubscribed(ctx: Ctx, endpoint: string, keys: SubscribePush['keys']): Promise<boolean> {
  const { orgId, userId } = ctx;
  return (await ctx.em.count(PushSubscription, { orgId, userId, endpoint, ...keys })) > 0;
}

/** A reminder without a way has one now. Where the word is lost, the reconciler sees the changed profile. */
async function noteReachChanged(ctx: Ctx): Promise<void> {
  const { orgId, userId } = ctx;
  await ctx.em.nativeUpdate(Profile, { orgId, userId }, { updatedAt: new Date() });
  tellReachChanged(ctx, [{ orgId, userId }]);
}

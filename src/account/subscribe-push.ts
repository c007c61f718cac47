// Remembers a browser that wants to be notified.
import { acceptPushEndpoint, type PushEndpointRules } from '../channels/push-endpoint.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { keepPushSubscription, type KeptSubscription } from './keep-push-subscription.sql.ts';

export interface SubscribePush {
  endpoint: string;
  /** base64url, as the browser gave them. */
  keys: { p256dh: string; auth: string };
}

/**
 * The same endpoint again keeps its id and takes the new keys. Throws ENDPOINT_REFUSED: only push services are ever
 * called, and only by the normalised address, because other parsers read the raw text differently.
 */
export async function subscribePush(
  ctx: Ctx,
  rules: PushEndpointRules,
  input: SubscribePush,
): Promise<KeptSubscription> {
  const accepted = acceptPushEndpoint(input.endpoint, rules);
  if ('refused' in accepted) throw new FluxError('ENDPOINT_REFUSED', { detail: accepted.refused });
  return keepPushSubscription(ctx, { id: newId(), endpoint: accepted.href, ...input.keys });
}

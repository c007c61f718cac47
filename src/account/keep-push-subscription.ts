// Keeps a browser's address: one that comes again keeps its row and brings new keys, and it is nobody else's any more.
import { sayingHow } from '../consent/say-how.sql.ts';
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Principal } from './principal.ts';
import type { PushSubscription } from './profile.entity.ts';

export type KeptSubscription = Pick<PushSubscription, 'id' | 'endpoint' | 'createdAt'>;

interface NewSubscription
  extends
    Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth'>,
    Pick<Principal, 'sessionId' | 'via'> {}

/** A person has so many browsers; one more makes the one go that is longest unheard of: most likely it is no more. */
const MOST = 10;

/** `id`: for an address that is new. Resolves to the row that is there now; null where the session has ended. */
export async function keepPushSubscription(
  ctx: Ctx,
  { id, endpoint, p256dh, auth, sessionId, via }: NewSubscription,
): Promise<KeptSubscription | null> {
  const values = [id, endpoint, p256dh, auth, sessionId, via, MOST];
  const [kept] = await sayingHow(ctx, { wording: 'push/1' }, () =>
    callFunction<{ id: string; created_at: string }>(ctx, 'keep_push_subscription', ...values),
  );
  return kept ? { id: kept.id, endpoint, createdAt: new Date(kept.created_at) } : null;
}

// Keeps a browser's address: one that comes again keeps its row and brings new keys.
import type { Ctx } from '../kernel/context.ts';
import type { PushSubscription } from './profile.entity.ts';

export type KeptSubscription = Pick<PushSubscription, 'id' | 'endpoint' | 'createdAt'>;

/** `id`: for an address that is new. Resolves to the row that is there now. */
export async function keepPushSubscription(
  { em, orgId, userId }: Ctx,
  { id, endpoint, p256dh, auth }: Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth'>,
): Promise<KeptSubscription> {
  const [kept] = await em.execute<{ id: string; created_at: string }[]>(
    `insert into push_subscriptions (id, org_id, user_id, endpoint, p256dh, auth) values (?, ?, ?, ?, ?, ?)
     on conflict (org_id, user_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth
     returning id, created_at`,
    [id, orgId, userId, endpoint, p256dh, auth],
  );
  return { id: kept!.id, endpoint, createdAt: new Date(kept!.created_at) };
}

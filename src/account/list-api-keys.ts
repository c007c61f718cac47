// The keys that machines can act with as this person, in this organisation.
import { raw } from '@mikro-orm/postgresql';
import type { Ctx, Person } from '../kernel/context.ts';
import { ApiKey } from './api-key.entity.ts';

/** The living ones, oldest first. */
export async function listApiKeys(ctx: Ctx): Promise<ApiKey[]> {
  const owner = { orgId: ctx.orgId, userId: ctx.userId };
  return ctx.em.find(ApiKey, livingKeys(owner), { orderBy: { createdAt: 'asc', id: 'asc' } });
}

/** By the database's clock, as when they are used. */
export const livingKeys = (owner: Person) => ({
  ...owner,
  revokedAt: null,
  expiresAt: { $gt: raw('now()') },
});

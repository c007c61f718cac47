// Takes a key back: it opens nothing from the next request on.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { ApiKey } from './api-key.entity.ts';

/** Throws NOT_FOUND for a key that was taken back before, or is another's. */
export async function deleteApiKey(ctx: Ctx, input: { apiKeyId: string }): Promise<void> {
  const deleted = await ctx.em.nativeUpdate(
    ApiKey,
    { id: input.apiKeyId, orgId: ctx.orgId, userId: ctx.userId, revokedAt: null },
    { revokedAt: new Date() },
  );
  if (deleted === 0) throw new FluxError('NOT_FOUND');
}

// Makes the one link by which an export can be had, for a quarter of an hour and one time.
import { randomBytes } from 'node:crypto';
import { hashOf } from '../account/token-keys.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import { viewExport } from './export-view.ts';
import { AccountExport } from './export.entity.ts';
import { findExport } from './find-export.ts';

export const LINK_MINUTES = 15;

/**
 * `token` is not stored, and cannot be shown again; a link of before opens nothing any more. `sessionId`: with which it
 * ends. Throws NOT_FOUND, and EXPORT_NOT_THERE for one that is not done, or whose file is gone.
 */
export async function openLink(
  ctx: Ctx,
  { id, sessionId }: { id: string; sessionId: string | null },
): Promise<{ token: string; expiresAt: Date }> {
  const one = await findExport(ctx, id, 'lock');
  const { state, expiresAt: goneAt } = viewExport(one);
  if (state !== 'done') throw new FluxError('EXPORT_NOT_THERE', { fields: { state } });
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Math.min(Date.now() + LINK_MINUTES * MINUTE_MS, goneAt.getTime()));
  const link = {
    linkHash: hashOf(token),
    linkExpiresAt: expiresAt,
    linkUsedAt: null,
    linkSessionId: sessionId,
  };
  await ctx.em.nativeUpdate(AccountExport, { id }, link);
  return { token, expiresAt };
}

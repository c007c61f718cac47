// A person's calendar address: made, made anew, looked at and taken back.
import { randomBytes } from 'node:crypto';
import { hashOf } from '../account/token-keys.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { CalendarFeed } from './calendar-feed.entity.ts';

/** `secret` is not stored, and cannot be shown again. From now on an address of before opens nothing. */
export async function openFeed(ctx: Ctx): Promise<{ secret: string; createdAt: Date }> {
  const secret = randomBytes(32).toString('base64url');
  const feed = { orgId: ctx.orgId, userId: ctx.userId, hash: hashOf(secret), createdAt: new Date() };
  await ctx.em.upsert(
    CalendarFeed,
    { id: newId(), ...feed },
    { onConflictFields: ['orgId', 'userId'], onConflictMergeFields: ['hash', 'createdAt'] },
  );
  return { secret, createdAt: feed.createdAt };
}

/** Since when there is one. Throws NOT_FOUND where there is none. */
export async function readFeed(ctx: Ctx): Promise<{ createdAt: Date }> {
  const feed = await ctx.em.findOne(CalendarFeed, ownerOf(ctx));
  if (!feed) throw new FluxError('NOT_FOUND');
  return { createdAt: feed.createdAt };
}

/** Its address opens nothing from now on. Throws NOT_FOUND where there is none. */
export async function closeFeed(ctx: Ctx): Promise<void> {
  const closed = await ctx.em.nativeDelete(CalendarFeed, ownerOf(ctx));
  if (closed === 0) throw new FluxError('NOT_FOUND');
}

const ownerOf = ({ orgId, userId }: Ctx) => ({ orgId, userId });

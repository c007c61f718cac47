// Makes a key for a machine to act as this person, in this organisation.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Scope } from '../kernel/scopes.ts';
import { createKey } from './api-key.ts';
import { ApiKey } from './api-key.entity.ts';
import { livingKeys } from './list-api-keys.ts';
import { Profile } from './profile.entity.ts';
import { hashOf } from './token-keys.ts';

/** Of one person in one organisation. */
const MOST_KEYS = 20;
const DAY_MS = 86_400_000;

/** As it was stored; nobody has used it yet. */
export type MadeApiKey = Pick<
  ApiKey,
  'id' | 'name' | 'prefix' | 'scopes' | 'createdAt' | 'expiresAt' | 'lastUsedAt'
>;

/** `key` is the secret: it is not stored, and cannot be shown again. Throws API_KEYS_TOO_MANY. */
export async function createApiKey(
  ctx: Ctx,
  input: { name: string; scopes: readonly Scope[]; livesDays: number },
): Promise<{ apiKey: MadeApiKey; key: string }> {
  const owner = { orgId: ctx.orgId, userId: ctx.userId };
  // Keys that are made at once are counted one after the other.
  await ctx.em.findOneOrFail(Profile, owner, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if ((await ctx.em.count(ApiKey, livingKeys(owner))) >= MOST_KEYS) throw new FluxError('API_KEYS_TOO_MANY');
  const { key, prefix } = createKey();
  const apiKey = {
    ...owner,
    id: newId(),
    createdAt: new Date(),
    name: input.name,
    prefix,
    hash: hashOf(key),
    scopes: [...new Set(input.scopes)],
    expiresAt: new Date(Date.now() + input.livesDays * DAY_MS),
    lastUsedAt: null,
  };
  await ctx.em.insert(ApiKey, apiKey);
  return { apiKey, key };
}

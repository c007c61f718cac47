// Writes a part of the person's profile.
import type { Ctx } from '../kernel/context.ts';
import { Profile } from './profile.entity.ts';

/** `profile`: as it was read in this transaction. Resolves to it as it is now. */
export async function changeProfile(ctx: Ctx, profile: Profile, change: Partial<Profile>): Promise<Profile> {
  await ctx.em.nativeUpdate(Profile, { orgId: ctx.orgId, userId: ctx.userId }, change);
  return { ...profile, ...change };
}

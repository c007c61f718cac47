// Reads what Flux knows of the person, for reminders and for planning.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Profile } from './profile.entity.ts';

/** The profile of the person of this transaction. Throws NOT_FOUND where the person left the organisation. */
export async function readProfile(ctx: Ctx): Promise<Profile> {
  const profile = await ctx.em.findOne(Profile, { orgId: ctx.orgId, userId: ctx.userId });
  if (!profile) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  return profile;
}

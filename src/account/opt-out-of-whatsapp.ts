// The person wants no more WhatsApp messages. Counts from the commit on: every send asks for consent first.
import type { Ctx } from '../kernel/context.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';

/** Harmless when repeated. */
export async function optOutOfWhatsApp(ctx: Ctx): Promise<Profile> {
  const profile = await readProfile(ctx);
  profile.whatsappOptInAt = null;
  await ctx.em.flush();
  return profile;
}

// The person agrees to be written to on WhatsApp.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { changeProfile } from './change-profile.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';

/** Repeated, the first moment stays. Throws PHONE_NOT_VERIFIED. */
export async function optInToWhatsApp(ctx: Ctx): Promise<Profile> {
  const profile = await readProfile(ctx);
  if (!profile.phoneVerifiedAt) throw new FluxError('PHONE_NOT_VERIFIED');
  if (profile.whatsappOptInAt) return profile;
  return changeProfile(ctx, profile, { whatsappOptInAt: new Date() });
}

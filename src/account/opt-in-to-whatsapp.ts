// The person agrees to be written to on WhatsApp.
import type { Ctx } from '../kernel/context.ts';
import { changeChannels } from './change-channels.ts';
import type { Profile } from './profile.entity.ts';

/** Repeated, the first moment stays. Throws PHONE_NOT_VERIFIED. */
export async function optInToWhatsApp(ctx: Ctx): Promise<Profile> {
  return changeChannels(ctx, { whatsapp: true });
}

// The person wants no more WhatsApp messages. Counts from the commit on: every send asks for consent first.
import type { Ctx } from '../kernel/context.ts';
import { changeChannels } from './change-channels.ts';
import type { Profile } from './profile.entity.ts';

/** Harmless when repeated. */
export async function optOutOfWhatsApp(ctx: Ctx): Promise<Profile> {
  return changeChannels(ctx, { whatsapp: false });
}

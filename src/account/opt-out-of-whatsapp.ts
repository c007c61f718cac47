// The person wants no more WhatsApp messages. Counts from the commit on: every send asks for consent first.
import type { Ctx } from '../kernel/context.ts';
import { changeProfile } from './change-profile.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';

/** Harmless when repeated. */
export async function optOutOfWhatsApp(ctx: Ctx): Promise<Profile> {
  return changeProfile(ctx, await readProfile(ctx), { whatsappOptInAt: null });
}

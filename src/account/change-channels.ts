// Switches the ways on which reminders reach a person on and off, each by itself, in all their organisations.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';
import { tellReachChanged } from './tell-reach-changed.ts';

export const CHANNELS = ['push', 'whatsapp', 'call'] as const;
export type Channel = (typeof CHANNELS)[number];

/** True on, false off; what is not named stays. */
export type ChangeChannels = { [Each in Channel]?: boolean | undefined };

/**
 * Counts from the commit on: every send asks first. WhatsApp on is the consent to be written to; repeated, its first
 * moment stays. Throws PHONE_NOT_VERIFIED.
 */
export async function changeChannels(ctx: Ctx, change: ChangeChannels): Promise<Profile> {
  const before = await readProfile(ctx);
  if (change.whatsapp && !before.phoneVerifiedAt) throw new FluxError('PHONE_NOT_VERIFIED');
  if (CHANNELS.every((channel) => change[channel] === undefined)) return before;
  const wanted = CHANNELS.map((channel) => change[channel] ?? null);
  const orgs = await callFunction<{ org_id: string }>(ctx, 'change_channels', ...wanted);
  tellReachChanged(
    ctx,
    orgs.map(({ org_id }) => ({ orgId: org_id, userId: ctx.userId })),
  );
  return readProfile(ctx, true);
}

/** Which of them may be used for this person as things stand. */
export function openChannels(profile: Profile): Record<Channel, boolean> {
  return {
    push: !profile.pushOffAt,
    whatsapp: Boolean(profile.phoneVerifiedAt && profile.whatsappOptInAt),
    call: Boolean(profile.phoneVerifiedAt && !profile.callsOffAt),
  };
}

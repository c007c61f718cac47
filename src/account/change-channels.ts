// Switches the ways on which reminders reach a person on and off, each by itself, in all their organisations.
import { sayingHow } from '../consent/say-how.sql.ts';
import type { Wording } from '../consent/wordings.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import { EASED_FIELDS, waitingOf, type EasedField } from './easings.ts';
import { keepEasings } from './keep-easings.sql.ts';
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
export async function changeChannels(
  ctx: Ctx,
  change: ChangeChannels,
  wording: Wording | null = null,
): Promise<Profile> {
  if (CHANNELS.every((channel) => change[channel] === undefined)) return readProfile(ctx);
  await changeChannelsAsOf(ctx, change, { saidAt: null, wording });
  return readProfile(ctx, true);
}

/**
 * The same for what was said before it is heard: it leaves alone what the person, or their number, changed since.
 * `saidAt` null: now. `wording`: the text that was shown; null for the person's own words. Resolves to the channels
 * that it counts for.
 */
export async function changeChannelsAsOf(
  ctx: Ctx,
  change: ChangeChannels,
  { saidAt, wording }: { saidAt: Date | null; wording: Wording | null },
): Promise<Channel[]> {
  const profile = await readProfile(ctx);
  const { phoneVerifiedAt } = profile;
  if (change.whatsapp && !phoneVerifiedAt) throw new FluxError('PHONE_NOT_VERIFIED');
  const wanted = CHANNELS.map((channel) => change[channel] ?? null);
  const orgs = await sayingHow(ctx, { wording }, () =>
    callFunction<Changed>(ctx, 'change_channels', ...wanted, saidAt),
  );
  const [changed] = orgs;
  const counts = changed ? { push: changed.push, whatsapp: changed.whatsapp, call: changed.calls } : null;
  const channels = CHANNELS.filter((channel) => counts?.[channel]);
  const people = orgs.map(({ org_id }) => ({ orgId: org_id, userId: ctx.userId }));
  await keepEasings(ctx, { later: {}, over: overtaken(profile, channels, saidAt) });
  if (channels.length > 0) tellReachChanged(ctx, people);
  return channels;
}

/** A word that counts takes the place of one that waits, unless that was said after it. */
function overtaken(profile: Profile, channels: readonly Channel[], saidAt: Date | null): EasedField[] {
  const waiting = waitingOf(profile);
  const isOvertaken = (said: string): boolean => saidAt === null || new Date(said) <= saidAt;
  return EASED_FIELDS.filter((field) => {
    const one = waiting[field];
    return one !== undefined && channels.some((channel) => channel === field) && isOvertaken(one.said);
  });
}

interface Changed {
  org_id: string;
  push: boolean;
  whatsapp: boolean;
  calls: boolean;
}

/** Which of them may be used for this person as things stand. */
export function openChannels(profile: Profile): Record<Channel, boolean> {
  return {
    push: !profile.pushOffAt,
    whatsapp: Boolean(profile.phoneVerifiedAt && profile.whatsappOptInAt),
    call: Boolean(profile.phoneVerifiedAt && !profile.callsOffAt),
  };
}

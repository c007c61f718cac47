// Reads what Flux knows of the person, for reminders and for planning.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { ASSUMED_SLEEP, type PlanningProfile } from './planning-profile.ts';
import { Profile } from './profile.entity.ts';

/**
 * The profile of the person of this transaction; `again` after a function of the database has changed it. Throws
 * NOT_FOUND where the person left the organisation.
 */
export async function readProfile(ctx: Ctx, again = false): Promise<Profile> {
  const profile = await findProfile(ctx, again);
  if (!profile) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  return profile;
}

/** Null where the person left the organisation. */
export const findProfile = (ctx: Ctx, again = false): Promise<Profile | null> =>
  ctx.em.findOne(Profile, { orgId: ctx.orgId, userId: ctx.userId }, { refresh: again });

/** What planning may know; until the person tells, a common night and common office hours are assumed. */
export function planningProfileOf(profile: Profile): PlanningProfile {
  return {
    chronotype: profile.chronotype,
    sleep_window: { from: profile.sleepFrom ?? ASSUMED_SLEEP.from, to: profile.sleepTo ?? ASSUMED_SLEEP.to },
    ...(profile.sleepFrom === null && { sleep_assumed: true }),
    work_hours: profile.workHours ?? { days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' },
    session_minutes: profile.sessionMinutes ?? null,
    tone: profile.tone,
  };
}

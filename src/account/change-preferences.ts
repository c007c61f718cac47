// Changes what a person told us about themselves: rhythm, reach, tone. What is not named stays.
import type { Ctx } from '../kernel/context.ts';
import { changeNight, NIGHT } from './change-night.ts';
import { changeProfile } from './change-profile.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';

export type ChangePreferences = {
  [
    Field in
      | 'displayName'
      | 'zone'
      | 'reminderLeadMs'
      | 'escalationWindowMs'
      | 'chronotype'
      | 'sleepFrom'
      | 'sleepTo'
      | 'quietUntil'
      | 'workHours'
      | 'sessionMinutes'
      | 'tone'
      | 'language'
  ]?: Profile[Field] | undefined;
};

/** What reminders of this organisation that wait depend on; on the night those of all do. */
const OF_REMINDERS = ['reminderLeadMs', 'escalationWindowMs'] as const;

/** How many tasks to come lie in the sleep of this profile: what a change of it may do to the calendar. */
export type CountInSleep = (ctx: Ctx, profile: Profile) => Promise<number>;

/** The profile after the change. A new zone moves no task that stands already. Throws NOT_FOUND. */
export async function changePreferences(ctx: Ctx, input: ChangePreferences): Promise<Profile> {
  const profile = await readProfile(ctx);
  const change: ChangePreferences = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const { zone, sleepFrom, sleepTo, quietUntil, ...ofHere } = change as Partial<Profile>;
  // Also where it is said again: an earlier attempt may have died before any reminder heard of it.
  if (NIGHT.some((field) => field in change))
    await changeNight(ctx, { zone, sleepFrom, sleepTo, quietUntil });
  else if (OF_REMINDERS.some((field) => field in change)) ctx.tell({ kind: 'settings_changed' });
  if (Object.keys(ofHere).length > 0) await changeProfile(ctx, profile, ofHere);
  return { ...profile, ...(change as Partial<Profile>) };
}

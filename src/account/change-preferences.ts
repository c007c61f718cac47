// Changes what a person told us about themselves: rhythm, reach, tone. What is not named stays.
import type { Ctx } from '../kernel/context.ts';
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
      | 'workHours'
      | 'sessionMinutes'
      | 'tone'
  ]?: Profile[Field] | undefined;
};

/** What reminders that wait depend on. */
const OF_REMINDERS = ['zone', 'reminderLeadMs', 'escalationWindowMs', 'sleepFrom', 'sleepTo'] as const;

/** How many tasks to come lie in the sleep of this profile: what a change of it may do to the calendar. */
export type CountInSleep = (ctx: Ctx, profile: Profile) => Promise<number>;

/** The profile after the change. A new zone moves no task that stands already. Throws NOT_FOUND. */
export async function changePreferences(ctx: Ctx, input: ChangePreferences): Promise<Profile> {
  const profile = await readProfile(ctx);
  const change: ChangePreferences = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(change).length === 0) return profile;
  // Also where it is said again: an earlier attempt may have died before any reminder heard of it.
  if (OF_REMINDERS.some((field) => field in change)) ctx.tell({ kind: 'settings_changed' });
  return changeProfile(ctx, profile, change as Partial<Profile>);
}

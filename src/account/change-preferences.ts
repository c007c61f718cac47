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

/** The profile after the change. A new zone moves no task that stands already. Throws NOT_FOUND. */
export async function changePreferences(ctx: Ctx, input: ChangePreferences): Promise<Profile> {
  const profile = await readProfile(ctx);
  const change = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return Object.keys(change).length > 0 ? changeProfile(ctx, profile, change) : profile;
}

// Changes what a person told us about themselves: rhythm, reach, tone. What is not named stays.
import type { Ctx } from '../kernel/context.ts';
import { Profile } from './profile.entity.ts';
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
  for (const [field, value] of Object.entries(input))
    if (value !== undefined) Object.assign(profile, { [field]: value });
  await ctx.em.flush();
  return profile;
}

// Changes what a person told us about themselves: rhythm, reach, tone. What is not named stays.
import type { Ctx } from '../kernel/context.ts';
import { changeNight, NIGHT } from './change-night.ts';
import { changeProfile } from './change-profile.ts';
import type { Wording } from '../consent/wordings.ts';
import { sortWish, type Wish } from './easings.ts';
import { applyEasings } from './apply-easings.sql.ts';
import { keepEasings } from './keep-easings.sql.ts';
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
      | 'coolingOffHours'
  ]?: Profile[Field] | undefined;
};

/** What reminders of this organisation that wait depend on; on the night those of all do. */
const OF_REMINDERS = ['reminderLeadMs', 'escalationWindowMs'] as const;

/** How many tasks to come lie in the sleep of this profile: what a change of it may do to the calendar. */
export type CountInSleep = (ctx: Ctx, profile: Profile) => Promise<number>;

/**
 * The profile after the change. A new zone moves no task that stands already. What eases the person's plan waits, where
 * they have set a cooling-off. Throws NOT_FOUND.
 */
export async function changePreferences(ctx: Ctx, input: ChangePreferences): Promise<Profile> {
  return changeAtOnce(ctx, await coolOff(ctx, input));
}

/**
 * Puts aside what of `wish` is to wait, and takes back what waited and has been overtaken by this word. Resolves to
 * what counts at once. Throws NOT_FOUND.
 */
export async function coolOff(ctx: Ctx, wish: Wish, wording: Wording | null = null): Promise<Wish> {
  await applyEasings(ctx);
  const profile = await readProfile(ctx, true);
  const { now, later, over } = sortWish(profile, wish, { via: ctx.via, wording });
  await keepEasings(ctx, { later, over }, now.coolingOffHours ?? null);
  return now;
}

/** What is left of a wish when `coolOff` has seen it. The profile as it is then. Throws NOT_FOUND. */
export async function changeAtOnce(ctx: Ctx, input: ChangePreferences): Promise<Profile> {
  const profile = await readProfile(ctx);
  const change: ChangePreferences = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const {
    zone,
    sleepFrom,
    sleepTo,
    quietUntil,
    coolingOffHours: _kept,
    ...ofHere
  } = change as Partial<Profile>;
  // Also where it is said again: an earlier attempt may have died before any reminder heard of it.
  if (NIGHT.some((field) => field in change))
    await changeNight(ctx, { zone, sleepFrom, sleepTo, quietUntil });
  else if (OF_REMINDERS.some((field) => field in change)) ctx.tell({ kind: 'settings_changed' });
  if (Object.keys(ofHere).length > 0) await changeProfile(ctx, profile, ofHere);
  // What waits, and for how long, a function of the database has written.
  return readProfile(ctx, true);
}

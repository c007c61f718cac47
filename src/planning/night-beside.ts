// The night that planning only assumes gives way to the hours that the person named; a night that was told does not.
import type { PlanningProfile } from '../account/planning-profile.ts';
import { DAY_MINUTES, minutesOf, timeOf } from '../kernel/time.ts';
import type { Wish } from './wish.ts';

/** The profile with a night that begins after and ends before every hour that was named. Pure. */
export function nightBeside(profile: PlanningProfile, wishes: readonly Wish[] | null): PlanningProfile {
  if (!profile.sleep_assumed) return profile;
  let [asleep, awake] = [minutesOf(profile.sleep_window.from), minutesOf(profile.sleep_window.to)];
  for (const { earliest, latest, window_is_firm } of wishes ?? []) {
    if (!window_is_firm) continue;
    awake = Math.min(awake, minutesOf(earliest));
    asleep = Math.max(asleep, minutesOf(latest) || DAY_MINUTES);
  }
  const sleep_window = { from: timeOf(asleep % DAY_MINUTES), to: timeOf(awake) };
  return sleep_window.from === sleep_window.to ? profile : { ...profile, sleep_window };
}

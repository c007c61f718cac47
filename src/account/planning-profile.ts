// What planning knows of a person: rhythm and tone. Names, addresses and numbers are never part of it.
import { z } from 'zod';
import { clockRange, day } from '../kernel/week.ts';
import type { Profile } from './profile.entity.ts';

export const CHRONOTYPES = ['morning', 'evening', 'neutral'] as const;
export const TONES = ['gentle', 'direct'] as const;

export const planningProfile = z.object({
  chronotype: z.enum(CHRONOTYPES),
  sleep_window: clockRange,
  work_hours: clockRange.extend({ days: z.array(day) }).nullable(),
  session_minutes: z.number().int().min(5).max(240).nullable(),
  tone: z.enum(TONES),
});

export type PlanningProfile = z.infer<typeof planningProfile>;

/** Until the person tells, a common night and common office hours are assumed. */
export function planningProfileOf(profile: Profile): PlanningProfile {
  return {
    chronotype: profile.chronotype,
    sleep_window: { from: profile.sleepFrom ?? '22:30', to: profile.sleepTo ?? '06:00' },
    work_hours: profile.workHours ?? { days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' },
    session_minutes: profile.sessionMinutes ?? null,
    tone: profile.tone,
  };
}

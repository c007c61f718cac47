// What planning knows of a person: rhythm and tone. Names, addresses and numbers are never part of it.
import { z } from 'zod';
import { clockRange, day } from '../kernel/week.ts';

export const CHRONOTYPES = ['morning', 'evening', 'neutral'] as const;
export const TONES = ['gentle', 'direct'] as const;

export const planningProfile = z.object({
  chronotype: z.enum(CHRONOTYPES),
  sleep_window: clockRange,
  /** The night was never told: hours that the person names go before it. */
  sleep_assumed: z.boolean().optional(),
  work_hours: clockRange.extend({ days: z.array(day) }).nullable(),
  session_minutes: z.number().int().min(5).max(240).nullable(),
  tone: z.enum(TONES),
});

/** What planning assumes of the night until the person tells. */
export const ASSUMED_SLEEP = { from: '22:30', to: '06:00' };

export type PlanningProfile = z.infer<typeof planningProfile>;

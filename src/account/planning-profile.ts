// What planning knows of a person: rhythm and tone. Names, addresses and numbers are never part of it.
import { z } from 'zod';
import { clockRange, day } from '../kernel/week.ts';

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

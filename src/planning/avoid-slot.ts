// A stretch of the week that a person's history advises against.
import { z } from 'zod';
import { clockRange, day } from '../kernel/week.ts';

export const avoidSlot = z.object({
  day,
  time_range: clockRange,
  reason: z.string(),
  confidence: z.number().min(0).max(1),
});

export type AvoidSlot = z.infer<typeof avoidSlot>;

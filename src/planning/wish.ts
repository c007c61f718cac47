// What planning looks for: one kind of session that a goal needs, and the slots that code found for it.
import { z } from 'zod';
import { clockTime, day, localDate } from '../kernel/week.ts';

/** One kind of session that the goal needs; code turns it into slots. */
export const wish = z.object({
  title: z.string(),
  days_per_week: z.number().int().min(1).max(7),
  preferred_days: z.array(day),
  earliest: clockTime,
  latest: clockTime.describe('the session must have ended by then'),
  duration_minutes: z.number().int().min(5).max(240),
  /** True where the person named the window themselves ("before work", "at 7 pm"). */
  window_is_firm: z.boolean(),
});

/** Where code found room for a wish: a wall-clock slot of every week, free but on the dates that `conflicts` names. */
export const foundSlot = z.object({
  wish: z.number().int().min(0).describe('index into wishes'),
  day,
  time: clockTime,
  duration_minutes: z.number().int(),
  /** Null, or why this slot is not ideal (inside work hours, outside the wished window, ...). */
  conflict: z.string().nullable(),
});

export const foundSlots = z.object({
  slots: z.array(foundSlot),
  conflicts: z.array(z.string()),
  first_available_start: localDate,
});

export type Wish = z.infer<typeof wish>;
export type FoundSlots = z.infer<typeof foundSlots>;

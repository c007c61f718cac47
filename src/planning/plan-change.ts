// What one difference between two drafts of a plan is, and all of them together.
import { z } from 'zod';

export const PLAN_CHANGES = [
  'task_added',
  'task_removed',
  'task_renamed',
  'task_described',
  'added',
  'removed',
  'moved',
  'lengthened',
  'shortened',
  'start',
  'end',
  'conflict_gained',
  'conflict_lost',
  'goal_renamed',
  'zone',
  'roadmap',
] as const;

export const planChange = z.object({
  kind: z.enum(PLAN_CHANGES),
  /** Null where it concerns the plan as a whole. */
  task_title: z.string().nullable(),
  /** How it was and how it is, for example "Mon 07:00", "30 min" or a title; null where there is no such thing. */
  was: z.string().nullable(),
  is: z.string().nullable(),
  /** How many sessions it concerns. */
  sessions: z.number().int().min(0),
  /** One sentence for the person. */
  message: z.string(),
});

export const planChanges = z.object({
  /** Whether anything differs, listed or not. */
  is_changed: z.boolean(),
  changes: z.array(planChange),
  /** How many more there are than are listed. */
  left_out: z.number().int().min(0),
});

export type PlanChange = z.infer<typeof planChange>;
export type PlanChanges = z.infer<typeof planChanges>;

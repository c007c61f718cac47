// What a planner proposes: words and wishes for one plan. Nothing of it is trusted before `composePlan` has read it.
import { z } from 'zod';
import { isVisible } from '../kernel/text.ts';
import { clockTime, day, localDate } from '../kernel/week.ts';

const proposedTask = z.object({
  title: z.string().max(80),
  description: z.string(),
  scheduled_days: z.array(day).min(1),
  suggested_time: clockTime,
  duration_minutes: z.number().int().min(5).max(240),
  /** RFC 5545 RRULE without DTSTART and without an end: the week range bounds it. */
  recurrence_rule: z.string(),
  week_range: z.object({ from: z.number().int().min(1).max(6), to: z.number().int().min(1).max(6) }),
});

/** The steps of a goal too big for six weeks, in order; the first is the plan itself. */
export const roadmap = z.array(
  z.object({
    title: z.string(),
    description: z.string(),
    pipeline_order: z.number().int().min(1),
    target_weeks: z.number().int().min(1).max(6),
  }),
);

export const proposal = z.object({
  goal_title: z.string().max(80).refine(isVisible, 'there is nothing to be read in it'),
  goal_feasible_in_6_weeks: z.boolean(),
  micro_goal_roadmap: roadmap,
  proposed_tasks: z.array(proposedTask).min(1).max(24),
  /**
   * Dates that the person named as free of sessions: one of them takes away that date alone, whatever the rules say.
   */
  days_off: z.array(localDate).max(60),
  /** The last day that a session may lie on, where the person named one. */
  ends_on: localDate.nullable(),
  conflicts_detected: z.array(
    z.object({ existing_task_title: z.string(), scheduled_at: z.string(), message: z.string() }),
  ),
  plan_summary: z.string(),
  approval_status: z.enum(['negotiating', 'approved', 'abandoned']),
});

export type Proposal = z.infer<typeof proposal>;
export type ProposedTask = z.infer<typeof proposedTask>;

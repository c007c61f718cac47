// What a plan is: the content of one numbered draft, and its hash. Code composes it, the person approves exactly it.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { clockTime, DAYS, localDate } from '../kernel/week.ts';
import { roadmap } from './proposal.ts';

/** Who looks at a goal before it is planned, side by side. */
export const SPECIALISTS = ['classifier', 'scheduler', 'pattern_observer'] as const;
export type Specialist = (typeof SPECIALISTS)[number];

export const planOccurrence = z.object({
  local_date: localDate,
  local_time: clockTime,
  /** The same moment in UTC, ISO 8601 with Z. */
  starts_at: z.iso.datetime(),
});

export const planTask = z.object({
  title: z.string(),
  description: z.string(),
  days: z.array(z.enum(DAYS)),
  /** Wall-clock time in the person's zone, for every week; an occurrence that differs is listed in conflicts. */
  time: clockTime,
  duration_minutes: z.number().int(),
  /** RFC 5545, bounded by UNTIL or COUNT; the wall-clock start is the first occurrence. */
  rrule: z.string(),
  weeks: z.object({ from: z.number().int(), to: z.number().int() }),
  occurrences: z.array(planOccurrence),
});

export const PLAN_CONFLICTS = [
  'overlap',
  'buffer',
  'sleep',
  'work_hours',
  'avoid_slot',
  'clock_change',
  'moved',
  'dropped',
  'too_little_time',
] as const;

export const planConflict = z.object({
  kind: z.enum(PLAN_CONFLICTS),
  task_title: z.string(),
  /** The occurrence it concerns; null when it concerns the task in every week. */
  starts_at: z.iso.datetime().nullable(),
  existing_task_title: z.string().nullable(),
  /** One sentence for the person. */
  message: z.string(),
});

export const planContent = z.object({
  goal_title: z.string(),
  summary: z.string(),
  zone: z.string(),
  start_on: localDate,
  feasible_in_6_weeks: z.boolean(),
  tasks: z.array(planTask),
  conflicts: z.array(planConflict),
  roadmap,
  /** Specialists that failed or were late; the plan was made without them. */
  missing_specialists: z.array(z.enum(SPECIALISTS)),
});

export type PlanContent = z.infer<typeof planContent>;
export type PlanTask = z.infer<typeof planTask>;
export type PlanConflict = z.infer<typeof planConflict>;

/** SHA-256 (hex) of the content in a canonical form: what an approval is bound to. Key order does not matter. */
export function hashPlan(content: PlanContent): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}

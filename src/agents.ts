// Every agent by name: what it is given, what it must answer. Data, not code; the same schemas validate every model.
import { z } from 'zod';

export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export const TAGS = [
  'health',
  'fitness',
  'nutrition',
  'sleep',
  'mindfulness',
  'learning',
  'career',
  'finance',
  'relationships',
  'family',
  'home',
  'creativity',
  'travel',
  'community',
] as const;
export const SPECIALISTS = ['classifier', 'scheduler', 'pattern_observer'] as const;

const day = z.enum(DAYS);
/** Wall-clock time of day, 24 hours, in the person's zone: "06:30". */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Calendar day in the person's zone: "2026-11-23". */
export const localDate = z.iso.date();
/** May cross midnight (from 22:30 to 06:30). */
const clockRange = z.object({ from: clockTime, to: clockTime });

/** What planning knows of a person. Defaults stand in until they tell us; names, addresses and numbers are never part of it. */
export const planningProfile = z.object({
  chronotype: z.enum(['morning', 'evening', 'neutral']),
  sleep_window: clockRange,
  work_hours: clockRange.extend({ days: z.array(day) }).nullable(),
  session_minutes: z.number().int().min(5).max(240).nullable(),
  tone: z.enum(['gentle', 'direct']),
});

const orchestrator = {
  input: z.object({
    message: z.string(),
    history: z.array(z.object({ role: z.enum(['user', 'assistant', 'summary']), text: z.string() })),
    now_local: z.string().describe('YYYY-MM-DDTHH:mm in the zone of the person'),
    zone: z.string(),
    open_goals: z.array(
      z.object({ id: z.string(), title: z.string(), status: z.string(), awaits_approval: z.boolean() }),
    ),
    upcoming_tasks: z.array(z.object({ id: z.string(), title: z.string(), starts_local: z.string() })),
  }),
  output: z.object({
    intent: z.enum(['GOAL', 'NEW_TASK', 'RESCHEDULE_TASK', 'MODIFY_GOAL', 'CLARIFY', 'PROGRESS']),
    payload: z.object({
      /** With GOAL: a new wish, or what the person says about the plan in front of them. */
      decision: z.enum(['propose', 'approve', 'revise', 'abandon']).nullable(),
      task_title: z.string().nullable(),
      /** With NEW_TASK and RESCHEDULE_TASK: YYYY-MM-DDTHH:mm in the zone of the person. */
      task_starts_local: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/)
        .nullable(),
      duration_minutes: z.number().int().min(5).max(720).nullable(),
    }),
    clarification_question: z.string().nullable(),
    task_id: z.string().nullable(),
    goal_id: z.string().nullable(),
  }),
};

const classifier = {
  input: z.object({ goal_text: z.string() }),
  output: z.object({ tags: z.array(z.enum(TAGS)).min(1).max(4) }),
};

/** One kind of session that the goal needs; code turns it into slots. */
const wish = z.object({
  title: z.string(),
  days_per_week: z.number().int().min(1).max(7),
  preferred_days: z.array(day),
  earliest: clockTime,
  latest: clockTime.describe('the session must have ended by then'),
  duration_minutes: z.number().int().min(5).max(240),
  /** True where the person named the window themselves ("before work", "at 7 pm"). */
  window_is_firm: z.boolean(),
});

const scheduler = {
  input: z.object({
    goal_text: z.string(),
    revisions: z.array(z.string()).describe('what the person asked to change, oldest first'),
    today: localDate,
    zone: z.string(),
    profile: planningProfile,
  }),
  output: z.object({ wishes: z.array(wish).min(1).max(8), start_on: localDate.nullable() }),
};

const avoidSlot = z.object({
  day,
  time_range: clockRange,
  reason: z.string(),
  confidence: z.number().min(0).max(1),
});

const patternObserver = {
  input: z.object({
    days_of_data: z.number().int().min(0),
    chronotype: planningProfile.shape.chronotype,
    /** Settled tasks by local weekday and hour of start, counted by code. */
    history: z.array(
      z.object({
        day,
        hour: z.number().int().min(0).max(23),
        category: z.enum(TAGS).nullable(),
        done: z.number().int(),
        missed: z.number().int(),
      }),
    ),
  }),
  output: z.object({
    best_times: z.array(clockRange.extend({ day: day.nullable(), confidence: z.number().min(0).max(1) })),
    avoid_slots: z.array(avoidSlot),
    category_performance: z.array(
      z.object({ category: z.enum(TAGS), completion_rate: z.number().min(0).max(1) }),
    ),
    general_notes: z.string(),
  }),
};

/** Where code found room for a wish: a free wall-clock slot that holds in every week of the plan. */
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

const planner = {
  input: z.object({
    goal_text: z.string(),
    revisions: z.array(z.string()),
    today: localDate,
    zone: z.string(),
    profile: planningProfile,
    tags: z.array(z.enum(TAGS)).nullable(),
    wishes: z.array(wish).nullable(),
    found: foundSlots.nullable(),
    patterns: patternObserver.output.nullable(),
    missing_specialists: z.array(z.enum(SPECIALISTS)),
  }),
  output: z.object({
    goal_title: z.string().max(80),
    goal_feasible_in_6_weeks: z.boolean(),
    micro_goal_roadmap: z.array(
      z.object({
        title: z.string(),
        description: z.string(),
        pipeline_order: z.number().int().min(1),
        target_weeks: z.number().int().min(1).max(6),
      }),
    ),
    proposed_tasks: z
      .array(
        z.object({
          title: z.string().max(80),
          description: z.string(),
          scheduled_days: z.array(day).min(1),
          suggested_time: clockTime,
          duration_minutes: z.number().int().min(5).max(240),
          /** RFC 5545 RRULE without DTSTART and without an end: the week range bounds it. */
          recurrence_rule: z.string(),
          week_range: z.object({ from: z.number().int().min(1).max(6), to: z.number().int().min(1).max(6) }),
        }),
      )
      .min(1)
      .max(24),
    conflicts_detected: z.array(
      z.object({ existing_task_title: z.string(), scheduled_at: z.string(), message: z.string() }),
    ),
    plan_summary: z.string(),
    approval_status: z.enum(['negotiating', 'approved', 'abandoned']),
  }),
};

export const AGENTS = {
  orchestrator: { ...orchestrator, tier: 'fast' },
  classifier: { ...classifier, tier: 'fast' },
  scheduler: { ...scheduler, tier: 'fast' },
  pattern_observer: { ...patternObserver, tier: 'fast' },
  planner: { ...planner, tier: 'strong' },
} as const;

export type AgentName = keyof typeof AGENTS;
export type AgentInput<A extends AgentName> = z.infer<(typeof AGENTS)[A]['input']>;
export type AgentOutput<A extends AgentName> = z.infer<(typeof AGENTS)[A]['output']>;
export type Day = (typeof DAYS)[number];
export type Tag = (typeof TAGS)[number];
export type Specialist = (typeof SPECIALISTS)[number];
export type PlanningProfile = z.infer<typeof planningProfile>;
export type Wish = z.infer<typeof wish>;
export type AvoidSlot = z.infer<typeof avoidSlot>;
export type FoundSlots = z.infer<typeof foundSlots>;

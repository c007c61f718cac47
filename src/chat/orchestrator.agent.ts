// The orchestrator: what a message wants, and which of the person's things it is about.
import { z } from 'zod';
import { localDate } from '../kernel/week.ts';
import { defineAgent, type InputOf, type OutputOf } from '../llm/agent.ts';

/** A month of minutes. */
const LONGEST_STRETCH = 31 * 24 * 60;

export const orchestrator = defineAgent({
  name: 'orchestrator',
  tier: 'fast',
  hasBuiltin: true,
  spoken: 'clarification_question',
  prompt: { file: new URL('orchestrator.prompt.md', import.meta.url), version: 3 },
  input: z.object({
    message: z.string(),
    history: z.array(
      z.object({
        role: z.enum(['user', 'assistant', 'summary']),
        text: z.string(),
        said_local: z.string().describe('YYYY-MM-DDTHH:mm in the zone of the person'),
      }),
    ),
    /** When the message was said, whenever it is answered: words are read by the clock of their person. */
    now_local: z.string().describe('YYYY-MM-DDTHH:mm in the zone of the person'),
    zone: z.string(),
    open_goals: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        status: z.enum(['negotiating', 'active']),
        awaits_approval: z.boolean(),
      }),
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
        // Like the thirty-first of February.
        .refine((local) => localDate.safeParse(local.slice(0, 10)).success, 'there is no such day')
        .nullable(),
      /** The same where a stretch of time is named ("in 20 minutes"): code adds it to when the message was said. */
      task_starts_in_minutes: z.number().int().min(1).max(LONGEST_STRETCH).nullable().default(null),
      duration_minutes: z.number().int().min(5).max(720).nullable(),
    }),
    clarification_question: z.string().nullable(),
    task_id: z.string().nullable(),
    goal_id: z.string().nullable(),
  }),
});

export type OrchestratorInput = InputOf<typeof orchestrator>;
export type OrchestratorOutput = OutputOf<typeof orchestrator>;

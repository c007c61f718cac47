// The orchestrator: what a message wants, and which of the person's things it is about.
import { z } from 'zod';
import { clockTime, localDate } from '../kernel/week.ts';
import { TONES } from '../account/planning-profile.ts';
import { defineAgent, type InputOf, type OutputOf } from '../llm/agent.ts';

/** A month of minutes. */
const LONGEST_STRETCH = 31 * 24 * 60;

const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/)
  // Like the thirty-first of February.
  .refine((local) => localDate.safeParse(local.slice(0, 10)).success, 'there is no such day');

/** What a person wants otherwise in how they are reminded and spoken to; null stays as it is. */
export const settings = z.object({
  name: z.string().nullable(),
  /** IANA name. */
  zone: z.string().nullable(),
  lead_minutes: z.number().int().min(0).max(1440).nullable(),
  /** No reminder from then until then, every day: the person's night. */
  quiet_from: clockTime.nullable(),
  quiet_to: clockTime.nullable(),
  session_minutes: z.number().int().min(5).max(240).nullable(),
  tone: z.enum(TONES).nullable(),
  push: z.boolean().nullable(),
  whatsapp: z.boolean().nullable(),
  call: z.boolean().nullable(),
});

/** What is done about a message. */
const act = z.object({
  intent: z.enum([
    'GOAL',
    'NEW_TASK',
    'RESCHEDULE_TASK',
    'COMPLETE',
    'CANCEL_TASK',
    'LIST',
    'MODIFY_GOAL',
    'CLARIFY',
    'PROGRESS',
    'UNDO',
    'PAUSE',
    'RESUME',
    'SETTING',
  ]),
  payload: z.object({
    /** With GOAL: a new wish, or what the person says about the plan in front of them. */
    decision: z.enum(['propose', 'approve', 'revise', 'abandon']).nullable(),
    /** With GOAL and propose, where the wish was said before, or is a part of the message. */
    wish: z.string().nullable().default(null),
    task_title: z.string().nullable(),
    /** With NEW_TASK and RESCHEDULE_TASK: YYYY-MM-DDTHH:mm in the zone of the person. */
    task_starts_local: localTime.nullable(),
    /** The same where a stretch of time is named ("in 20 minutes"): code adds it to when the message was said. */
    task_starts_in_minutes: z.number().int().min(1).max(LONGEST_STRETCH).nullable().default(null),
    duration_minutes: z.number().int().min(5).max(720).nullable(),
    /** With NEW_TASK that recurs: RFC 5545, and dates left out; it counts from `task_starts_local`, at its time. */
    rrule: z.string().nullable().default(null),
    exdates: z.array(localDate).max(60).default([]),
    /** With COMPLETE: what became of the task. */
    status: z.enum(['done', 'missed']).nullable().default(null),
    /** With LIST and PAUSE: the first and the last day; null for a pause that goes on until it is ended. */
    list_from: localDate.nullable().default(null),
    list_to: localDate.nullable().default(null),
    /** With LIST: only what has these words in its title, and nothing that has those. */
    list_only: z.string().nullable().default(null),
    list_without: z.string().nullable().default(null),
    /** With RESCHEDULE_TASK and CANCEL_TASK of a task that recurs; null is `once`. */
    scope: z.enum(['once', 'following']).nullable().default(null),
    settings: settings.nullable().default(null),
    /** What was taken for granted, to be said with what was done. */
    assumed: z.string().nullable().default(null),
  }),
  task_id: z.string().nullable(),
  goal_id: z.string().nullable(),
});

/** What a question is about: kept with it, so that the answer is read against it. */
export const asks = z.object({
  act,
  missing: z.enum(['time', 'task', 'goal', 'yes', 'wish', 'title']),
  choices: z.array(z.object({ id: z.string(), title: z.string() })).max(20),
  /** HH:mm, and YYYY-MM-DD: what is known of the moment. */
  times: z.array(clockTime).max(4),
  date: localDate.nullable(),
  /** What the same yes agrees to as well. */
  also: z.array(act).max(12).default([]),
});

/** What the last answer did to tasks, for "undo" and "no, at seven". */
export const did = z.object({
  kind: z.enum(['created', 'recurs', 'moved', 'settled', 'skipped', 'cancelled', 'paused', 'settings']),
  task_id: z.string(),
  title: z.string(),
  starts_local: z.string().nullable(),
  /** Of what was moved: where it stood. */
  was_local: z.string().nullable(),
  /** Of changed settings: as they were. */
  was: settings.nullable().optional(),
});

/** The state of the talk: stored with what the coach said, handed on with the next message. */
export const dialogue = z.object({ asks: asks.nullable(), did: z.array(did).max(10) });

const taskShown = z.object({
  id: z.string(),
  title: z.string(),
  starts_local: z.string(),
  recurs: z.boolean().optional(),
  goal_id: z.string().nullable().optional(),
});

export const orchestrator = defineAgent({
  name: 'orchestrator',
  tier: 'fast',
  hasBuiltin: true,
  spoken: 'clarification_question',
  prompt: { file: new URL('orchestrator.prompt.md', import.meta.url), version: 7 },
  input: z.object({
    message: z.string(),
    history: z.array(
      z.object({
        role: z.enum(['user', 'assistant', 'summary']),
        text: z.string(),
        said_local: z.string().describe('YYYY-MM-DDTHH:mm in the zone of the person'),
      }),
    ),
    dialogue: dialogue.nullable().optional(),
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
    upcoming_tasks: z.array(taskShown),
    /** Which their reminders gave up, and a word of their person still counts. */
    missed_tasks: z.array(taskShown).optional(),
  }),
  output: act.extend({
    clarification_question: z.string().nullable(),
    /** What the question is about; null where any answer is a new message. */
    asks: asks.nullable().default(null),
    /** What else is asked for in the same message, and done with it. */
    also: z.array(act).max(12).default([]),
  }),
});

export type OrchestratorInput = InputOf<typeof orchestrator>;
export type OrchestratorOutput = OutputOf<typeof orchestrator>;
export type Act = z.infer<typeof act>;
export type Dialogue = z.infer<typeof dialogue>;
export type Settings = z.infer<typeof settings>;
export type Did = z.infer<typeof did>;

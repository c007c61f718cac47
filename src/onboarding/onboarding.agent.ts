// The onboarding agent: what a new person's message answers of the questions that are open.
import { z } from 'zod';
import { CHRONOTYPES, TONES } from '../account/planning-profile.ts';
import { clockRange, day } from '../kernel/week.ts';
import { defineAgent, type InputOf, type OutputOf } from '../llm/agent.ts';
import { QUESTIONS } from './questions.ts';
import { commitment } from './state.ts';

const question = z.enum(QUESTIONS);
const minutes = z.number().int().min(0).max(100_000);

export const onboarding = defineAgent({
  name: 'onboarding',
  tier: 'fast',
  hasBuiltin: true,
  prompt: { file: new URL('onboarding.prompt.md', import.meta.url), version: 1 },
  input: z.object({
    message: z.string(),
    /** What was asked last; null before the first question. */
    asked: question.nullable(),
    now_local: z.string().describe('YYYY-MM-DDTHH:mm in the zone that is known so far'),
    zone: z.string(),
  }),
  output: z.object({
    name: z.string().nullable(),
    /** IANA name. */
    zone: z.string().nullable(),
    chronotype: z.enum(CHRONOTYPES).nullable(),
    sleep: clockRange.nullable(),
    work: clockRange.extend({ days: z.array(day).max(7) }).nullable(),
    commitments: z.array(commitment).max(20),
    session_minutes: minutes.nullable(),
    tone: z.enum(TONES).nullable(),
    lead_minutes: minutes.nullable(),
    patience_minutes: minutes.nullable(),
    whatsapp: z.boolean().nullable(),
    /** Answered by "none": no work, no commitments. */
    none: z.array(z.enum(['work', 'commitments'])).max(2),
    /** What the person will not answer. */
    skipped: z.array(question).max(QUESTIONS.length),
    /** An answer, the reason for the question, no questions at all, or something of the coach. */
    wants: z.enum(['answer', 'why', 'no_questions', 'wish', 'nothing']),
    /** Words about times or numbers that answer something, and that could not be read. */
    unread: z.string().nullable(),
  }),
});

export type OnboardingInput = InputOf<typeof onboarding>;
export type OnboardingOutput = OutputOf<typeof onboarding>;

/** Of a message that answers nothing by words. */
export const NOTHING_SAID: OnboardingOutput = {
  name: null,
  zone: null,
  chronotype: null,
  sleep: null,
  work: null,
  commitments: [],
  session_minutes: null,
  tone: null,
  lead_minutes: null,
  patience_minutes: null,
  whatsapp: null,
  none: [],
  skipped: [],
  wants: 'answer',
  unread: null,
};

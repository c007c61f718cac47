// How far a person's first questions are: a column of their profile, null once they are done or waved off.
import { z } from 'zod';
import { clockTime, day } from '../kernel/week.ts';
import { QUESTIONS, type Question } from './questions.ts';

export const commitment = z.object({
  title: z.string().min(1).max(80),
  days: z.array(day).min(1).max(7),
  from: clockTime,
  to: clockTime,
});
export type Commitment = z.infer<typeof commitment>;

const question = z.enum(QUESTIONS);

/** `{}`: nothing was asked yet. */
export const onboardingState = z.object({
  /** What was asked last, and waits for its answer; `code`: the one that was sent to the number. */
  asked: z
    .union([question, z.literal('code')])
    .nullable()
    .default(null),
  answered: z.array(question).default([]),
  skipped: z.array(question).default([]),
  /** What becomes tasks at the end. */
  commitments: z.array(commitment).max(20).default([]),
  /** The message of their first wish, which is not forgotten. */
  wishMessageId: z.uuid().nullable().default(null),
  /** How often in a row the answer to `asked` was not understood. */
  misses: z.number().int().default(0),
});
export type OnboardingState = z.infer<typeof onboardingState>;

/**
 * Null: the questions are over. So they are where a newer worker wrote what this one cannot read: nobody is kept from
 * talking by that.
 */
export const readState = (kept: unknown): OnboardingState | null =>
  kept === null || kept === undefined ? null : (onboardingState.safeParse(kept).data ?? null);

export const isSettled = ({ answered, skipped }: OnboardingState, one: Question): boolean =>
  answered.includes(one) || skipped.includes(one);

/** Null: all are settled. WhatsApp needs a number. */
export function nextQuestion(state: OnboardingState): Question | null {
  const open = QUESTIONS.filter((one) => !isSettled(state, one));
  return open.find((one) => one !== 'whatsapp' || state.answered.includes('phone')) ?? null;
}

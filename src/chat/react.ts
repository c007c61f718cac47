// What follows from an intent: a verb or tool each, and the sentence that says what came of it.
import type { Ctx } from '../kernel/context.ts';
import { isVisible } from '../kernel/text.ts';
import { describeProgress } from './describe-progress.ts';
import { decideOnGoal } from './intents/decide-on-goal.ts';
import type { Intent, Reaction, Understood } from './intents/intent.ts';
import { modifyGoal } from './intents/modify-goal.ts';
import { newTask } from './intents/new-task.ts';
import { rescheduleTask } from './intents/reschedule-task.ts';
import { isTooOld, sayTooOld } from './intents/say-too-old.ts';
import type { OrchestratorOutput } from './orchestrator.agent.ts';

type Meant = OrchestratorOutput['intent'];
type Words = 'PROGRESS' | 'CLARIFY';

export const UNCLEAR = 'Could you say that in other words?';

/** Words are all that there is to say: nothing is written but the answer. */
export const isWords = (intent: Meant): intent is Words => Object.hasOwn(WORDS, intent);

export const wordsOf = (understood: Understood): string => WORDS[understood.said.intent as Words](understood);

/** In the transaction that took the message; what was said long ago changes nothing. */
export async function reactTo(ctx: Ctx, understood: Parameters<Intent>[1]): Promise<Reaction> {
  const { said, message } = understood;
  if (isWords(said.intent)) return { say: wordsOf(understood) };
  if (CHANGES.has(said.intent) && isTooOld(message.saidAt)) return sayTooOld(ctx, understood);
  return INTENTS[said.intent](ctx, understood);
}

/** What does more than answer. */
const CHANGES: ReadonlySet<Meant> = new Set(['GOAL', 'MODIFY_GOAL', 'NEW_TASK', 'RESCHEDULE_TASK']);

/** Nothing but an answer. */
const WORDS: Record<Words, (understood: Understood) => string> = {
  PROGRESS: ({ lately, zone }) => describeProgress(lately, zone),
  CLARIFY: ({ said: { clarification_question: asked } }) =>
    asked !== null && isVisible(asked) ? asked : UNCLEAR,
};

/** A verb or tool each, and the sentence that says what came of it. */
const INTENTS: Record<Exclude<Meant, Words>, Intent> = {
  GOAL: decideOnGoal,
  NEW_TASK: newTask,
  RESCHEDULE_TASK: rescheduleTask,
  MODIFY_GOAL: modifyGoal,
};

// What follows from an intent: a verb or tool each, and the sentence that says what came of it.
import type { Ctx } from '../kernel/context.ts';
import { isVisible } from '../kernel/text.ts';
import { describeProgress } from './describe-progress.ts';
import { cancelTask } from './intents/cancel-task.ts';
import { decideOnGoal } from './intents/decide-on-goal.ts';
import type { Asked, Intent, Reaction, Understood } from './intents/intent.ts';
import { listTasks } from './intents/list-tasks.ts';
import { modifyGoal } from './intents/modify-goal.ts';
import { newTask } from './intents/new-task.ts';
import { pause, resume } from './intents/pause.ts';
import { rescheduleTask } from './intents/reschedule-task.ts';
import { isTooOld, sayTooOld } from './intents/say-too-old.ts';
import { changeSettings } from './intents/change-settings.ts';
import { sayProgress } from './intents/say-progress.ts';
import { settleTask } from './intents/settle-task.ts';
import { undo } from './intents/undo.ts';
import type { Act, OrchestratorOutput } from './orchestrator.agent.ts';
import type { TurnAnswer } from './store-answer.ts';

type Meant = OrchestratorOutput['intent'];
type Words = 'PROGRESS' | 'CLARIFY';

export const UNCLEAR = 'Could you say that in other words?';

/** Words are all that there is to say: nothing is written but the answer. */
export const isWords = ({ intent, also, goal_id }: OrchestratorOutput): boolean =>
  isWord(intent) && also.length === 0 && (intent !== 'PROGRESS' || goal_id === null);

export const wordsOf = (understood: Understood): string =>
  isWord(understood.said.intent) ? WORDS[understood.said.intent](understood) : UNCLEAR;

const isWord = (intent: Meant): intent is Words => Object.hasOwn(WORDS, intent);

/**
 * In the transaction that took the message: all that it asks for, and the words for it, or for a plan what comes next.
 * What was said long ago changes nothing.
 */
export async function reactTo(ctx: Ctx, understood: Understood & Pick<Asked, 'message'>): Promise<Reaction> {
  const { also, asks, clarification_question: question, ...first } = understood.said;
  const isAlone = also.length === 0;
  const answers: TurnAnswer[] = [];
  for (const [nth, one] of [first, ...also].entries()) {
    const said = { ...one, clarification_question: isAlone ? question : null };
    const reaction = await reactToOne(ctx, { ...understood, said, nth }, isAlone);
    if ('next' in reaction) return reaction;
    answers.push(reaction);
  }
  // Behind what was done stands what could not be: it is asked about, or said.
  const isSaid = answers.some((one) => one.say === question);
  const isBehind = question !== null && first.intent !== 'CLARIFY' && !isSaid;
  const say = [...answers.map((one) => one.say), ...(isBehind ? [question] : [])].join(' ');
  const did = answers.flatMap((one) => one.did ?? []);
  const open = asks ?? answers.find((one) => one.asks)?.asks ?? null;
  return { ...answers.find(({ goalId }) => goalId), say, asks: open, did };
}

async function reactToOne(ctx: Ctx, asked: Asked, isAlone: boolean): Promise<Reaction> {
  const { said, message } = asked;
  if (CHANGES.has(said.intent) && isTooOld(message.saidAt)) return sayTooOld(ctx, asked);
  if (!isAlone && isDrafted(said)) return { say: ALONE };
  return INTENTS[said.intent](ctx, asked);
}

/** Answered by a plan, which takes a turn of its own. */
const isDrafted = ({ intent, payload: { decision } }: Act): boolean =>
  intent === 'MODIFY_GOAL' || (intent === 'GOAL' && decision !== 'approve' && decision !== 'abandon');
const ALONE = 'The plan takes a message of its own: please say that part once more by itself.';

/** What does more than answer. */
const CHANGES: ReadonlySet<Meant> = new Set([
  'GOAL',
  'MODIFY_GOAL',
  'NEW_TASK',
  'RESCHEDULE_TASK',
  'COMPLETE',
  'CANCEL_TASK',
  'UNDO',
  'PAUSE',
  'RESUME',
  'SETTING',
]);

type Worded = Pick<Understood, 'lately' | 'zone'> & {
  said: Pick<OrchestratorOutput, 'clarification_question'>;
};

/** Nothing but an answer. */
const WORDS: Record<Words, (understood: Worded) => string> = {
  PROGRESS: ({ lately, zone }) => describeProgress(lately, zone),
  CLARIFY: ({ said: { clarification_question: asked } }) =>
    asked !== null && isVisible(asked) ? asked : UNCLEAR,
};

/** A verb or tool each, and the sentence that says what came of it. */
const INTENTS: Record<Meant, Intent> = {
  PROGRESS: async (ctx, asked) =>
    asked.said.goal_id === null ? { say: WORDS.PROGRESS(asked) } : sayProgress(ctx, asked),
  CLARIFY: async (_ctx, asked) => ({ say: WORDS.CLARIFY(asked) }),
  GOAL: decideOnGoal,
  NEW_TASK: newTask,
  RESCHEDULE_TASK: rescheduleTask,
  COMPLETE: settleTask,
  CANCEL_TASK: cancelTask,
  LIST: listTasks,
  PAUSE: pause,
  RESUME: resume,
  UNDO: undo,
  SETTING: changeSettings,
  MODIFY_GOAL: modifyGoal,
};

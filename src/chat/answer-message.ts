// One turn of chat: understand the message, do what code can do at once, or say which negotiation has to move.
import { Message } from '../conversations/conversation.entity.ts';
import { takeMessage } from '../conversations/take-message.sql.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { describeProgress } from './describe-progress.sql.ts';
import { decideOnGoal, goalMeant } from './intents/decide-on-goal.ts';
import type { Intent, Understood } from './intents/intent.ts';
import { newTask } from './intents/new-task.ts';
import { rescheduleTask } from './intents/reschedule-task.ts';
import { isTooOld, sayTooOld } from './intents/say-too-old.ts';
import { orchestrator, type OrchestratorOutput } from './orchestrator.agent.ts';
import { readSituation } from './read-situation.sql.ts';
import { storeAnswer } from './store-answer.ts';
import type { NextMove, TurnRef } from './turn.ts';

/**
 * Safe to repeat, and to run twice at once: whoever takes the message first does all that follows from it, in the
 * transaction of its answer.
 */
export async function answerMessage(ports: ThinkingPorts, actor: Actor, turn: TurnRef): Promise<NextMove> {
  const situation = await asPerson(ports, actor, (ctx) => readSituation(ctx, turn));
  if (situation === 'answered') return NOTHING;
  // Thought about again, it would be a change of the very goal that it opened.
  if ('opened' in situation) return { kind: 'propose', goalId: situation.opened };
  const said = await ask({ ...ports, person: actor }, orchestrator, situation, turn);
  const understood = { turn, said, zone: situation.zone };
  try {
    return await asPerson(ports, actor, (ctx) => act(ctx, understood));
  } catch (error) {
    // What the person can mend is said in the conversation, and nothing else was done; the rest is tried again.
    if (!(error instanceof FluxError) || error.row.retryable) throw error;
    const { sentence } = error.row;
    return asPerson(ports, actor, (ctx) => act(ctx, understood, async () => ({ say: sentence })));
  }
}

const NOTHING: NextMove = { kind: 'none' };

/** The model says what the person means; which rows that may touch is decided here, under the person's own rights. */
async function act(
  ctx: Ctx,
  understood: Understood,
  intent: Intent = INTENTS[understood.said.intent],
): Promise<NextMove> {
  const { turn } = understood;
  const message = await takeMessage(ctx, turn);
  if (!message) return NOTHING;
  const meant = CHANGES.has(understood.said.intent) && isTooOld(message.saidAt) ? sayTooOld : intent;
  const reaction = await meant(ctx, { ...understood, message });
  if ('next' in reaction) {
    const { goalId } = reaction.next;
    // Begun, and still owed: what is drafted answers it.
    await ctx.em.nativeUpdate(Message, { id: turn.messageId }, { awaits: 'reply', goalId });
    return reaction.next;
  }
  await storeAnswer(ctx, turn, reaction);
  return NOTHING;
}

/** What does more than answer. */
const CHANGES: ReadonlySet<OrchestratorOutput['intent']> = new Set(['GOAL', 'NEW_TASK', 'RESCHEDULE_TASK']);

/** A verb or tool each, and the sentence that says what came of it. */
const INTENTS: Record<OrchestratorOutput['intent'], Intent> = {
  GOAL: decideOnGoal,
  NEW_TASK: newTask,
  RESCHEDULE_TASK: rescheduleTask,
  MODIFY_GOAL: async (ctx, { said }) => ({
    say: 'I cannot change an approved plan as a whole yet. I can move a single session (“move my run to 7 pm”), or you can drop the goal and tell me the new wish.',
    goalId: (await goalMeant(ctx, said.goal_id))?.id ?? null,
  }),
  PROGRESS: async (ctx, { zone }) => ({ say: await describeProgress(ctx, zone) }),
  CLARIFY: async (_ctx, { said }) => ({
    say: said.clarification_question ?? 'Could you say that in other words?',
  }),
};

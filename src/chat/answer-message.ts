// One turn of chat: understand the message, do what code can do at once, or say which negotiation has to move.
import { storeReply } from '../conversations/store-reply.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { describeProgress } from './describe-progress.sql.ts';
import type { Intent, Reaction, Understood } from './intents/intent.ts';
import { newTask } from './intents/new-task.ts';
import { rescheduleTask } from './intents/reschedule-task.ts';
import { decideOnGoal } from './negotiate.ts';
import { orchestrator, type OrchestratorOutput } from './orchestrator.agent.ts';
import { readSituation } from './read-situation.sql.ts';
import type { NextMove, TurnRef } from './turn.ts';

/** Safe to repeat: an answered message stays answered, and a wish opens one goal. */
export async function answerMessage(ports: ThinkingPorts, actor: Actor, turn: TurnRef): Promise<NextMove> {
  const situation = await asPerson(ports, actor, (ctx) => readSituation(ctx, turn));
  if (situation === 'answered') return { kind: 'none' };
  const said = await ask({ ...ports, person: actor }, orchestrator, situation, turn);
  return asPerson(ports, actor, async (ctx) => {
    const reaction = await react(ctx, { turn, said, zone: situation.zone });
    if ('next' in reaction) return reaction.next;
    await storeReply(ctx, {
      conversationId: turn.conversationId,
      replyTo: turn.messageId,
      text: reaction.say,
      agent: orchestrator.name,
      goalId: reaction.goalId ?? null,
    });
    return { kind: 'none' };
  });
}

/** The model says what the person means; which rows that may touch is decided here, under the person's own rights. */
async function react(ctx: Ctx, understood: Understood): Promise<Reaction> {
  try {
    return await INTENTS[understood.said.intent](ctx, understood);
  } catch (error) {
    // What the person can mend is said in the conversation; everything else is retried.
    if (!(error instanceof FluxError) || error.row.retryable) throw error;
    return { say: error.row.sentence };
  }
}

/** A verb or tool each, and the sentence that says what came of it. */
const INTENTS: Record<OrchestratorOutput['intent'], Intent> = {
  GOAL: decideOnGoal,
  NEW_TASK: newTask,
  RESCHEDULE_TASK: rescheduleTask,
  MODIFY_GOAL: async (_ctx, { said }) => ({
    say: 'I cannot change an approved plan as a whole yet. I can move a single session (“move my run to 7 pm”), or you can drop the goal and tell me the new wish.',
    goalId: said.goal_id,
  }),
  PROGRESS: async (ctx, { zone }) => ({ say: await describeProgress(ctx, zone) }),
  CLARIFY: async (_ctx, { said }) => ({
    say: said.clarification_question ?? 'Could you say that in other words?',
  }),
};

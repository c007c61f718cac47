// One turn of chat: understand the message, do what code can do at once, or say which negotiation has to move.
import { Message } from '../conversations/conversation.entity.ts';
import { replyAtOnce } from '../conversations/reply-at-once.sql.ts';
import { takeMessage } from '../conversations/take-message.sql.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { inOneStatement } from '../kernel/sql.ts';
import { isVisible } from '../kernel/text.ts';
import { updateLate } from '../kernel/write-late.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { condenseConversation } from './condense-conversation.ts';
import { describeProgress } from './describe-progress.ts';
import { decideOnGoal, goalMeant } from './intents/decide-on-goal.ts';
import type { Intent, Understood } from './intents/intent.ts';
import { newTask } from './intents/new-task.ts';
import { rescheduleTask } from './intents/reschedule-task.ts';
import { isTooOld, sayTooOld } from './intents/say-too-old.ts';
import { orchestrator, type OrchestratorOutput } from './orchestrator.agent.ts';
import { readSituation, type Seen } from './read-situation.sql.ts';
import { sayWithSpent, type Spent } from './say-spent.ts';
import { storeAnswer } from './store-answer.ts';
import type { NextMove, TurnRef } from './turn.ts';

/**
 * Safe to repeat, and to run twice at once: whoever takes the message first does all that follows from it, in the
 * transaction of its answer.
 */
export async function answerMessage(ports: ThinkingPorts, actor: Actor, turn: TurnRef): Promise<NextMove> {
  const situation = await inOneStatement(ports, actor, (ctx) => readSituation(ctx, turn));
  if (situation === 'answered') return NOTHING;
  // Thought about again, it would be a change of the very goal that it opened.
  if ('opened' in situation) return { kind: 'propose', goalId: situation.opened };
  const next = await answer(ports, actor, turn, situation);
  // Beside what comes next: nobody waits for it, and where it does not come about, the next turn sees to it.
  if (situation.isFull) void condenseConversation(ports, actor, turn);
  return next;
}

async function answer(
  ports: ThinkingPorts,
  actor: Actor,
  turn: TurnRef,
  { asked, lately, spent }: Seen,
): Promise<NextMove> {
  const said = await ask({ ...ports, person: actor }, orchestrator, asked, turn);
  const understood = { turn, said, zone: asked.zone, lately };
  const { intent } = said;
  if (intent === 'PROGRESS' || intent === 'CLARIFY')
    return sayOnly(ports, actor, turn, WORDS[intent](understood), spent);
  try {
    return await asPerson(ports, actor, (ctx) => act(ctx, understood, INTENTS[intent], spent));
  } catch (error) {
    // What the person can mend is said in the conversation, and nothing else was done; the rest is tried again.
    if (!(error instanceof FluxError) || error.row.retryable) throw error;
    // What the model made of the words is no request of the person's: it was misread.
    return sayOnly(ports, actor, turn, error.code === 'VALIDATION_FAILED' ? UNCLEAR : error.row.sentence);
  }
}

const NOTHING: NextMove = { kind: 'none' };

/** Where words are all that there is to say, they take one round trip; once a month a few more, for `spent`. */
async function sayOnly(
  store: Store,
  actor: Actor,
  turn: TurnRef,
  text: string,
  spent: Spent | null = null,
): Promise<NextMove> {
  if (spent !== null) {
    await asPerson(store, actor, async (ctx) => {
      if (await takeMessage(ctx, turn))
        await storeAnswer(ctx, turn, { say: await sayWithSpent(ctx, text, spent) });
    });
    return NOTHING;
  }
  const { conversationId, messageId: replyTo } = turn;
  const reply = { conversationId, replyTo, text, agent: orchestrator.name };
  await inOneStatement(store, actor, (ctx) => replyAtOnce(ctx, reply));
  return NOTHING;
}

/** The model says what the person means; which rows that may touch is decided here, under the person's own rights. */
async function act(ctx: Ctx, understood: Understood, intent: Intent, spent: Spent | null): Promise<NextMove> {
  const { turn } = understood;
  const message = await takeMessage(ctx, turn);
  if (!message) return NOTHING;
  const meant = CHANGES.has(understood.said.intent) && isTooOld(message.saidAt) ? sayTooOld : intent;
  const reaction = await meant(ctx, { ...understood, message });
  if ('next' in reaction) {
    const { goalId } = reaction.next;
    // Begun, and still owed: what is drafted answers it.
    await updateLate(ctx, Message, { id: turn.messageId }, { awaits: 'reply', goalId });
    return reaction.next;
  }
  await storeAnswer(ctx, turn, { ...reaction, say: await sayWithSpent(ctx, reaction.say, spent) });
  return NOTHING;
}

const UNCLEAR = 'Could you say that in other words?';

/** What does more than answer. */
const CHANGES: ReadonlySet<OrchestratorOutput['intent']> = new Set(['GOAL', 'NEW_TASK', 'RESCHEDULE_TASK']);

type Meant = OrchestratorOutput['intent'];

/** Nothing but an answer. */
const WORDS: Record<'PROGRESS' | 'CLARIFY', (understood: Understood) => string> = {
  PROGRESS: ({ lately, zone }) => describeProgress(lately, zone),
  CLARIFY: ({ said: { clarification_question: asked } }) =>
    asked !== null && isVisible(asked) ? asked : UNCLEAR,
};

/** A verb or tool each, and the sentence that says what came of it. */
const INTENTS: Record<Exclude<Meant, keyof typeof WORDS>, Intent> = {
  GOAL: decideOnGoal,
  NEW_TASK: newTask,
  RESCHEDULE_TASK: rescheduleTask,
  MODIFY_GOAL: async (ctx, { said }) => ({
    say: 'I cannot change an approved plan as a whole yet. I can move a single session (“move my run to 7 pm”), or you can drop the goal and tell me the new wish.',
    goalId: (await goalMeant(ctx, said.goal_id))?.id ?? null,
  }),
};

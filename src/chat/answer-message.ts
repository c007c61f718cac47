// One turn of chat: understand the message, do what code can do at once, or say which negotiation has to move.
import { Message } from '../conversations/conversation.entity.ts';
import { replyAtOnce } from '../conversations/reply-at-once.sql.ts';
import { takeMessage } from '../conversations/take-message.sql.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { inOneStatement } from '../kernel/sql.ts';
import { updateLate } from '../kernel/write-late.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { condenseConversation } from './condense-conversation.ts';
import { guardTurn } from './guard-turn.ts';
import type { Understood } from './intents/intent.ts';
import { onboard, type OnboardPorts } from './onboard.ts';
import { orchestrator, type OrchestratorOutput } from './orchestrator.agent.ts';
import { isWords, reactTo, UNCLEAR, wordsOf } from './react.ts';
import { readSituation, type Seen } from './read-situation.sql.ts';
import { sayWithSpent, type Spent } from './say-spent.ts';
import { storeAnswer } from './store-answer.ts';
import type { NextMove, TurnRef } from './turn.ts';

/** What a turn may need: to think, and to prove the number of somebody new. */
export type TurnPorts = OnboardPorts;

/**
 * Safe to repeat, and to run twice at once: whoever takes the message first does all that follows from it, in the
 * transaction of its answer.
 */
export async function answerMessage(ports: TurnPorts, actor: Actor, turn: TurnRef): Promise<NextMove> {
  const situation = await inOneStatement(ports, actor, (ctx) => readSituation(ctx, turn));
  if (situation === 'answered') return NOTHING;
  // Thought about again, it would be a change of the very goal that it opened.
  if ('opened' in situation) return { kind: 'propose', goalId: situation.opened };
  const guarded = await guardTurn(ports, actor, turn, situation);
  if (guarded === 'answered') return NOTHING;
  const { onboarding } = guarded;
  const next = onboarding
    ? await onboard(ports, actor, turn, { ...guarded, onboarding })
    : await answer(ports, actor, turn, guarded);
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
  const { zone, upcoming_tasks: upcoming, dialogue = null } = asked;
  const understood = { turn, said, text: asked.message, zone, lately, upcoming, dialogue };
  const { asks } = said;
  if (isWords(said)) return sayOnly(ports, actor, turn, { text: wordsOf(understood), asks }, spent);
  try {
    return await asPerson(ports, actor, (ctx) => act(ctx, understood, spent));
  } catch (error) {
    // What the person can mend is said in the conversation, and nothing else was done; the rest is tried again.
    if (!(error instanceof FluxError) || error.row.retryable) throw error;
    // What the model made of the words is no request of the person's: it was misread.
    const text = error.code === 'VALIDATION_FAILED' ? UNCLEAR : error.row.sentence;
    return sayOnly(ports, actor, turn, { text: said.also.length > 0 ? `${text} ${NOTHING_OF_IT}` : text });
  }
}

const NOTHING_OF_IT = 'So I have done nothing of what you asked for: please say it one by one.';
const NOTHING: NextMove = { kind: 'none' };

/** Where words are all that there is to say, they take one round trip; once a month a few more, for `spent`. */
async function sayOnly(
  store: Store,
  actor: Actor,
  turn: TurnRef,
  { text, asks = null }: { text: string; asks?: OrchestratorOutput['asks'] },
  spent: Spent | null = null,
): Promise<NextMove> {
  if (spent !== null) {
    await asPerson(store, actor, async (ctx) => {
      if (await takeMessage(ctx, turn))
        await storeAnswer(ctx, turn, { say: await sayWithSpent(ctx, text, spent), asks });
    });
    return NOTHING;
  }
  const { conversationId, messageId: replyTo } = turn;
  const dialogue = asks === null ? null : { asks, did: [] };
  const reply = { conversationId, replyTo, text, agent: orchestrator.name, dialogue };
  await inOneStatement(store, actor, (ctx) => replyAtOnce(ctx, reply));
  return NOTHING;
}

/** The model says what the person means; which rows that may touch is decided here, under the person's own rights. */
async function act(ctx: Ctx, understood: Understood, spent: Spent | null): Promise<NextMove> {
  const { turn } = understood;
  const message = await takeMessage(ctx, turn);
  if (!message) return NOTHING;
  // What the turn is about: not always what was said last, where the guard had asked in between.
  const reaction = await reactTo(ctx, { ...understood, message: { ...message, text: understood.text } });
  if ('next' in reaction) {
    const { goalId } = reaction.next;
    // Begun, and still owed: what is drafted answers it.
    await updateLate(ctx, Message, { id: turn.messageId }, { awaits: 'reply', goalId });
    return reaction.next;
  }
  await storeAnswer(ctx, turn, { ...reaction, say: await sayWithSpent(ctx, reaction.say, spent) });
  return NOTHING;
}

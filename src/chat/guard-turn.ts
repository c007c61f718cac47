// Before any model: whether what somebody says is about their safety. Then the guard answers, and nobody else.
import { Message } from '../conversations/conversation.entity.ts';
import { storeReply } from '../conversations/store-reply.ts';
import { takeMessage } from '../conversations/take-message.sql.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { hearWords } from '../safety/hear-words.ts';
import { judgeWords, type Verdict } from '../safety/judge-words.ts';
import { safetyFailures } from '../safety/metrics.ts';
import type { Seen } from './read-situation.sql.ts';
import type { TurnRef } from './turn.ts';

/**
 * 'answered' where the guard has the word. Else what the turn is about: after a question that was needless, what was
 * asked about. A defect of the guard ends no turn; an outage does, and is tried again.
 */
export async function guardTurn(
  store: Store,
  actor: Actor,
  turn: TurnRef,
  seen: Seen,
): Promise<Seen | 'answered'> {
  try {
    const { safety } = seen;
    const verdict = judgeWords(seen.asked.message);
    const isRepeat = safety !== null && safety.answeredBy === turn.messageId;
    if (!isRepeat && verdict.level === 'none' && (safety === null || safety.state === 'clear')) return seen;
    const about = isRepeat
      ? { id: safety.about }
      : await asPerson(store, actor, (ctx) => guard(ctx, turn, seen, verdict));
    if (about === 'answered') return about;
    if (about === 'passed') return seen;
    return await asPerson(store, actor, (ctx) => aboutEarlier(ctx, seen, about.id));
  } catch (error) {
    if (error instanceof FluxError && error.row.retryable) throw error;
    safetyFailures.inc();
    return seen;
  }
}

/** `id`: of the message that is to be handled now; null for one that came by another door. */
type Guarded = { id: string | null } | 'answered' | 'passed';

async function guard(
  ctx: Ctx,
  turn: TurnRef,
  { asked: { message: text } }: Seen,
  verdict: Verdict,
): Promise<Guarded> {
  const { conversationId, messageId } = turn;
  // Taken first: of two at once the second one finds nothing to answer.
  if (!(await takeMessage(ctx, turn))) return 'answered';
  const heard = await hearWords(ctx, { text, verdict, messageId });
  if (heard.kind === 'say') {
    await storeReply(ctx, { conversationId, replyTo: messageId, text: heard.text, agent: 'safety' });
    await ctx.em.nativeUpdate(
      Message,
      { $or: [{ id: messageId }, { replyTo: messageId }] },
      { withheld: true },
    );
    return 'answered';
  }
  // Somebody else answers it.
  await ctx.em.nativeUpdate(Message, { id: messageId }, { awaits: 'reply' });
  if (heard.kind === 'pass') return 'passed';
  await ctx.em.nativeUpdate(Message, { id: messageId }, { withheld: true });
  if (heard.about !== null) await ctx.em.nativeUpdate(Message, { id: heard.about }, { withheld: false });
  return { id: heard.about };
}

/** The turn as if they had said what they were asked about. */
async function aboutEarlier(ctx: Ctx, seen: Seen, about: string | null): Promise<Seen> {
  const earlier = about === null ? null : await ctx.em.findOne(Message, { id: about });
  return earlier ? { ...seen, asked: { ...seen.asked, message: earlier.text } } : seen;
}

// An explicit stop of a turn: it is answered here and now, so that nothing can follow from it any more; whoever works
// at it is told.
import { Message } from '../conversations/conversation.entity.ts';
import { markStopped } from '../conversations/mark-stopped.ts';
import { takeMessage } from '../conversations/take-message.sql.ts';
import { stopDrafting, type StoppedDraft } from '../goals/stop-drafting.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { judgeWords } from '../safety/judge-words.ts';
import { readReply, type ReplyView } from './read-reply.sql.ts';
import { storeAnswer } from './store-answer.ts';

export interface StoppedTurn {
  /** False where there was nothing left to be stopped: the turn has its answer, or is just getting it. */
  isStopped: boolean;
  /** Null where it is just getting it. */
  reply: ReplyView | null;
}

/**
 * All that follows from a turn follows in the transaction that takes its message: the stop takes it, or comes too late.
 * Safe to repeat. What may be a cry for help is answered all the same. Throws NOT_FOUND.
 */
export async function stopTurn(ctx: Ctx, { messageId }: { messageId: string }): Promise<StoppedTurn> {
  const message = await taken(ctx, messageId);
  if (!message) return asItStands(ctx, messageId);
  const { conversationId, goalId = null } = message;
  const draft = goalId === null ? null : await stopDrafting(ctx, { goalId, messageId });
  if (draft?.kind === 'drafted') {
    await ctx.em.nativeUpdate(Message, { id: messageId }, { awaits: 'reply' });
    return { isStopped: false, reply: null };
  }
  await markStopped(ctx, { messageId });
  const say = draft ? SAID[draft.kind](draft.title) : 'Stopped. Nothing in your plans and tasks has changed.';
  await storeAnswer(ctx, { conversationId, messageId }, { say, goalId });
  ctx.tell({ kind: 'turn_stopped', conversationId, messageId });
  return { isStopped: true, reply: await readReply(ctx, { messageId }) };
}

const SAID: Record<Exclude<StoppedDraft['kind'], 'drafted'>, (title: string) => string> = {
  let_go: (title) =>
    `Stopped. I have let go of “${title}” again, and nothing of it is in your calendar. Say it once more whenever you like.`,
  waits: (title) => `Stopped. “${title}” waits again until you want to begin it.`,
  stays: (title) => `Stopped. “${title}” stays as it was before, and nothing in your calendar has changed.`,
};

async function taken(ctx: Ctx, messageId: string): Promise<Message | null> {
  const message = await ctx.em.findOne(Message, { id: messageId, role: 'user' });
  if (!message) throw new FluxError('NOT_FOUND');
  if (judgeWords(message.text).level !== 'none') return null;
  const current = await takeMessage(ctx, { messageId });
  return current && { ...message, goalId: current.goalId };
}

async function asItStands(ctx: Ctx, messageId: string): Promise<StoppedTurn> {
  const reply = await readReply(ctx, { messageId });
  const message = await ctx.em.findOne(Message, { id: messageId }, { refresh: true });
  const isStopped = Boolean(message?.stoppedAt);
  // Said again: an earlier attempt may have died before anybody heard it.
  if (isStopped) ctx.tell({ kind: 'turn_stopped', conversationId: message!.conversationId, messageId });
  return { isStopped, reply };
}

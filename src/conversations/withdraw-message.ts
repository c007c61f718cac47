// Takes back a message that nobody can answer just now: who said it is told so, and says it again.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { Conversation, Message } from './conversation.entity.ts';

export interface WithdrawMessage {
  messageId: string;
  conversationId: string;
  /** The conversation was made for this message. */
  opened: boolean;
}

/** False where it is answered after all, or somebody has begun to: it stays then. */
export async function withdrawMessage(ctx: Ctx, input: WithdrawMessage): Promise<boolean> {
  const { messageId: id, conversationId } = input;
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const message = await ctx.em.findOne(Message, { id }, lock);
  // A turn that has begun, and waits for its plan, has noted its goal.
  if (message && (message.awaits !== 'reply' || message.goalId)) return false;
  await ctx.em.nativeDelete(Message, { id });
  const isEmpty = input.opened && (await ctx.em.count(Message, { conversationId })) === 0;
  if (isEmpty) await ctx.em.nativeDelete(Conversation, { id: conversationId });
  return true;
}

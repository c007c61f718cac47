// Stores what the person said, before anybody thinks about it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { Message } from './conversation.entity.ts';
import { insertMessage } from './insert-message.sql.ts';

export interface ReceiveMessage {
  /** Null opens a conversation. */
  conversationId: string | null;
  /** Made by the client, or by the door: a repeat with the same id and text is harmless. */
  messageId: string;
  text: string;
}

export interface Received {
  conversationId: string;
  messageId: string;
  /** False when this message was here before. */
  isNew: boolean;
  /** Something that was said before it is neither answered nor begun. */
  isBehind: boolean;
}

/** Throws NOT_FOUND for a conversation of somebody else, MESSAGE_ID_REUSED for the same id with another text. */
export async function receiveMessage(ctx: Ctx, input: ReceiveMessage): Promise<Received> {
  const { messageId, text } = input;
  const conversationId = input.conversationId ?? newId();
  const stored = await insertMessage(ctx, { conversationId, messageId, text, opens: !input.conversationId });
  if (stored) return { conversationId, messageId, isNew: true, ...stored };
  const known = await ctx.em.findOne(Message, { id: messageId });
  if (!known) throw new FluxError('NOT_FOUND');
  return repeated(ctx, known, input);
}

/** The same in one round trip for what was not said before. Null, and nothing is stored, where it may have been. */
export async function receiveNewMessage(ctx: StatementCtx, input: ReceiveMessage): Promise<Received | null> {
  const { messageId, text } = input;
  const conversationId = input.conversationId ?? newId();
  const stored = await insertMessage(ctx, { conversationId, messageId, text, opens: !input.conversationId });
  return stored && { conversationId, messageId, isNew: true, ...stored };
}

async function repeated(ctx: Ctx, known: Message, input: ReceiveMessage): Promise<Received> {
  const sameConversation = !input.conversationId || input.conversationId === known.conversationId;
  if (known.role !== 'user' || known.text !== input.text || !sameConversation)
    throw new FluxError('MESSAGE_ID_REUSED');
  if (known.awaits !== 'reply') await expectReply(ctx, known);
  return { conversationId: known.conversationId, messageId: known.id, isNew: false, isBehind: false };
}

/** It was answered; or it is of before messages said what they await. What asked for a draft was said elsewhere. */
async function expectReply(ctx: Ctx, { id, awaits, goalId }: Message): Promise<void> {
  if ((await ctx.em.count(Message, { replyTo: id })) > 0) return;
  if (awaits || goalId) throw new FluxError('MESSAGE_ID_REUSED');
  await ctx.em.nativeUpdate(Message, { id }, { awaits: 'reply' });
}

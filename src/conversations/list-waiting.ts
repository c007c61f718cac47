// What was said before a message, and is neither answered nor begun.
import type { Ctx } from '../kernel/context.ts';
import { Message } from './conversation.entity.ts';

interface Said {
  conversationId: string;
  messageId: string;
}

/** The oldest first; none for a message that is not there. */
export async function listWaiting(ctx: Ctx, { conversationId, messageId }: Said): Promise<Said[]> {
  const said = await ctx.em.findOne(Message, { id: messageId });
  if (!said) return [];
  const waiting = await ctx.em.find(
    Message,
    {
      conversationId,
      awaits: 'reply',
      goalId: null,
      id: { $ne: messageId },
      createdAt: { $lte: said.createdAt },
    },
    { orderBy: { createdAt: 'asc', id: 'asc' } },
  );
  return waiting.map(({ id }) => ({ conversationId, messageId: id }));
}

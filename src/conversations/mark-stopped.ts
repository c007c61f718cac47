// Notes that a message's turn was told to stop: whoever still works at it finds that.
import type { Ctx } from '../kernel/context.ts';
import { Message } from './conversation.entity.ts';

/** In the transaction that took the message. */
export async function markStopped(ctx: Ctx, { messageId }: { messageId: string }): Promise<void> {
  await ctx.em.nativeUpdate(Message, { id: messageId }, { stoppedAt: new Date() });
}

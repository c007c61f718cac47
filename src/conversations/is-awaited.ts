// Whether somebody still waits for what a message asks for.
import type { Ctx } from '../kernel/context.ts';
import { Message } from './conversation.entity.ts';

/** False, too, for a message that was taken back, or is somebody else's. */
export async function isAwaited(ctx: Ctx, { messageId }: { messageId: string }): Promise<boolean> {
  return (await ctx.em.count(Message, { id: messageId, awaits: { $ne: null } })) > 0;
}

// Stores the one answer to a message.
import type { Ctx } from '../kernel/context.ts';
import { derivedId } from '../kernel/ids.ts';
import { insertLate } from '../kernel/write-late.ts';
import { Message } from './conversation.entity.ts';

export interface Reply {
  conversationId: string;
  /** The message that is answered. */
  replyTo: string;
  text: string;
  /** Who spoke: "orchestrator", "planner", ... */
  agent: string;
  goalId?: string | null;
  draftNumber?: number | null;
  requiresUserAction?: boolean;
  /** What the next words are read against. */
  dialogue?: object | null;
}

/** For a message that `takeMessage` gave to this transaction: a second answer fails, with all that it would do. */
export async function storeReply(ctx: Ctx, reply: Reply): Promise<void> {
  const { orgId, userId } = ctx;
  const id = derivedId(reply.replyTo, 'reply');
  await insertLate(ctx, Message, [{ id, orgId, userId, role: 'assistant', ...reply }]);
}

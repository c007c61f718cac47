// Stores the one answer to a message.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
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
}

/** A second answer to the same message changes nothing. */
export async function storeReply(ctx: Ctx, reply: Reply): Promise<void> {
  const { orgId, userId } = ctx;
  const message = { id: newId(), orgId, userId, role: 'assistant' as const, ...reply };
  await insertOnce(ctx.em, Message, message, ['orgId', 'replyTo']);
}

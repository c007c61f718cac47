// Stores the one answer to a message.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';

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
  await ctx.em.execute(
    `insert into messages (id, org_id, user_id, conversation_id, role, text, reply_to, agent, goal_id, draft_number, requires_user_action)
     values (?, ?, ?, ?, 'assistant', ?, ?, ?, ?, ?, ?) on conflict (org_id, reply_to) do nothing`,
    [
      newId(),
      ctx.orgId,
      ctx.userId,
      reply.conversationId,
      reply.text,
      reply.replyTo,
      reply.agent,
      reply.goalId ?? null,
      reply.draftNumber ?? null,
      reply.requiresUserAction ?? false,
    ],
  );
}

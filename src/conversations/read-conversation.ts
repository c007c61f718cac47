// Reads conversations and what was said in them.
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { Conversation, Message } from './conversation.entity.ts';

export interface MessageView {
  id: string;
  role: Message['role'];
  text: string;
  agent: string | null;
  goalId: string | null;
  draftNumber: number | null;
  replyTo: string | null;
  requiresUserAction: boolean;
  createdAt: Date;
}

/** Throws NOT_FOUND, also for a message of somebody else. */
export async function readMessage(ctx: Ctx, input: { messageId: string }): Promise<MessageView> {
  const message = await ctx.em.findOne(Message, { id: input.messageId });
  if (!message) throw new FluxError('NOT_FOUND');
  return viewOf(message);
}

/** Newest first. `before`: the cursor of the page before. Throws NOT_FOUND. */
export async function listMessages(
  ctx: Ctx,
  input: { conversationId: string; limit: number; before?: string | null | undefined },
): Promise<{ messages: MessageView[]; nextCursor: string | null }> {
  if (!(await ctx.em.findOne(Conversation, { id: input.conversationId }))) throw new FluxError('NOT_FOUND');
  const rows = await ctx.em.find(
    Message,
    { conversationId: input.conversationId, ...behind(input.before, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: input.limit + 1 },
  );
  const page = pageOf(rows, input.limit, (last) => cursorAfter(last.createdAt, last.id));
  return { messages: page.rows.map(viewOf), nextCursor: page.nextCursor };
}

/** Newest first. `before`: the cursor of the page before. */
export async function listConversations(
  ctx: Ctx,
  input: { limit: number; before?: string | null | undefined },
): Promise<{ conversations: { id: string; createdAt: Date }[]; nextCursor: string | null }> {
  const rows = await ctx.em.find(Conversation, behind(input.before, 'createdAt', 'desc'), {
    orderBy: { createdAt: 'desc', id: 'desc' },
    limit: input.limit + 1,
  });
  const page = pageOf(rows, input.limit, (last) => cursorAfter(last.createdAt, last.id));
  return {
    conversations: page.rows.map(({ id, createdAt }) => ({ id, createdAt })),
    nextCursor: page.nextCursor,
  };
}

const viewOf = (row: Message): MessageView => ({
  id: row.id,
  role: row.role,
  text: row.text,
  agent: row.agent ?? null,
  goalId: row.goalId ?? null,
  draftNumber: row.draftNumber ?? null,
  replyTo: row.replyTo ?? null,
  requiresUserAction: row.requiresUserAction,
  createdAt: row.createdAt,
});

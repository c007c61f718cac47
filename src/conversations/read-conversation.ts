// Reads conversations, their messages, and the answer to one message.
import type { PlanContent } from '../goals/plan.ts';
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
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

export interface ReplyView {
  conversationId: string;
  /** The answer's own id. */
  messageId: string;
  text: string;
  agent: string | null;
  goalId: string | null;
  /** The plan that the answer shows. */
  draft: { number: number; hash: string; content: PlanContent } | null;
  requiresUserAction: boolean;
}

/** Null while the message is not answered yet. Throws NOT_FOUND for a message that is not the person's. */
export async function readReply(ctx: Ctx, input: { messageId: string }): Promise<ReplyView | null> {
  const [reply]: ReplyView[] = await ctx.em.execute(REPLY, [input.messageId]);
  if (reply) return reply;
  if (!(await ctx.em.findOne(Message, { id: input.messageId }))) throw new FluxError('NOT_FOUND');
  return null;
}

const REPLY = `
  select m.conversation_id as "conversationId", m.id as "messageId", m.text, m.agent, m.goal_id as "goalId",
    m.requires_user_action as "requiresUserAction",
    case when d.id is not null then jsonb_build_object('number', d.number, 'hash', d.hash, 'content', d.content) end as draft
  from messages m left join plan_drafts d on d.org_id = m.org_id and d.goal_id = m.goal_id and d.number = m.draft_number
  where m.reply_to = ?`;

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
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    messages: page.map((row) => ({
      id: row.id,
      role: row.role,
      text: row.text,
      agent: row.agent ?? null,
      goalId: row.goalId ?? null,
      draftNumber: row.draftNumber ?? null,
      replyTo: row.replyTo ?? null,
      requiresUserAction: row.requiresUserAction,
      createdAt: row.createdAt,
    })),
    nextCursor: rows.length > input.limit && last ? cursorAfter(last.createdAt, last.id) : null,
  };
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
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    conversations: page.map(({ id, createdAt }) => ({ id, createdAt })),
    nextCursor: rows.length > input.limit && last ? cursorAfter(last.createdAt, last.id) : null,
  };
}

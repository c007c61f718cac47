// What conversations, messages and the coach's answers look like on the wire.
import { z } from '@hono/zod-openapi';
import type { MessageView, ReplyView } from '../../conversations/read-conversation.ts';
import { id, instant } from '../schemas.ts';
import { draftHash, draftNumber, planJson } from './goal.ts';

export const replyJson = z
  .strictObject({
    conversation_id: id,
    message_id: id.describe('The message that is answered.'),
    reply_id: id,
    message: z.string(),
    agent_node: z.string().nullable().describe('The agent that spoke.'),
    goal_id: id.optional(),
    proposed_plan: z.strictObject({ draft: draftNumber, hash: draftHash, plan: planJson }).optional(),
    requires_user_action: z.boolean(),
  })
  .openapi('Reply');

export const presentReply = (messageId: string, reply: ReplyView): z.infer<typeof replyJson> => ({
  conversation_id: reply.conversationId,
  message_id: messageId,
  reply_id: reply.messageId,
  message: reply.text,
  agent_node: reply.agent,
  ...(reply.goalId !== null && { goal_id: reply.goalId }),
  ...(reply.draft && {
    proposed_plan: { draft: reply.draft.number, hash: reply.draft.hash, plan: reply.draft.content },
  }),
  requires_user_action: reply.requiresUserAction,
});

export const messageJson = z
  .strictObject({
    id,
    role: z.enum(['user', 'assistant', 'summary']),
    message: z.string(),
    agent_node: z.string().nullable(),
    goal_id: id.nullable(),
    draft: draftNumber.nullable().describe('The plan draft that this answer shows.'),
    reply_to: id.nullable(),
    requires_user_action: z.boolean(),
    created_at: instant,
  })
  .openapi('Message');

export const presentMessage = (message: MessageView): z.infer<typeof messageJson> => ({
  id: message.id,
  role: message.role,
  message: message.text,
  agent_node: message.agent,
  goal_id: message.goalId,
  draft: message.draftNumber,
  reply_to: message.replyTo,
  requires_user_action: message.requiresUserAction,
  created_at: message.createdAt.toISOString(),
});

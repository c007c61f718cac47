// What a message of a conversation looks like on the wire.
import { z } from '@hono/zod-openapi';
import type { MessageView } from './read-conversation.ts';
import { id, instant } from '../http/schemas.ts';

export const messageJson = z
  .strictObject({
    id,
    role: z.enum(['user', 'assistant', 'summary']),
    message: z.string(),
    agent_node: z.string().nullable(),
    goal_id: id.nullable(),
    draft: z.int().min(1).max(1_000_000).nullable().describe('The plan draft that this answer shows.'),
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

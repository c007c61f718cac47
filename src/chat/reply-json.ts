// What the coach's answer looks like on the wire.
import { z } from '@hono/zod-openapi';
import { changesJson, draftHash, draftNumber, planJson } from '../goals/goal-json.ts';
import { id } from '../http/schemas.ts';
import type { ReplyView } from './read-reply.sql.ts';

export const replyJson = z
  .strictObject({
    status: z.literal('answered').describe('Tells it from what is still `working`.'),
    conversation_id: id,
    message_id: id.describe('The message that is answered.'),
    reply_id: id,
    message: z.string(),
    agent_node: z.string().nullable().describe('The agent that spoke.'),
    goal_id: id.optional(),
    proposed_plan: z
      .strictObject({ draft: draftNumber, hash: draftHash, plan: planJson, changes: changesJson })
      .optional(),
    requires_user_action: z.boolean(),
  })
  .openapi('Reply');

export const presentReply = (messageId: string, reply: ReplyView): z.infer<typeof replyJson> => ({
  status: 'answered',
  conversation_id: reply.conversationId,
  message_id: messageId,
  reply_id: reply.messageId,
  message: reply.text,
  agent_node: reply.agent,
  ...(reply.goalId !== null && { goal_id: reply.goalId }),
  ...(reply.draft && {
    proposed_plan: {
      draft: reply.draft.number,
      hash: reply.draft.hash,
      plan: reply.draft.content,
      changes: reply.draft.changes,
    },
  }),
  requires_user_action: reply.requiresUserAction,
});

export const stoppedJson = z
  .strictObject({
    stopped: z.boolean().describe('False: there was nothing left to be stopped.'),
    reply: replyJson.nullable().describe('Null: it is just being answered.'),
  })
  .openapi('StoppedTurn');

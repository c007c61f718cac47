// The REST door of chat: say something, read the answer, look back.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Flows } from '../../temporal/flows.ts';
import type { Env } from '../http/env.ts';
import { finished } from '../http/finished.ts';
import { messageJson, presentMessage, presentReply, replyJson } from '../http/json/conversation.ts';
import { answer, createRoutes, operation, jsonBody } from '../http/operation.ts';
import { writeAcross, type OncePorts } from '../http/once.ts';
import { byId, id, instant, nextCursor, page, words, working } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { listConversations, listMessages, readReply } from './read-conversation.ts';
import { receiveMessage } from './receive-message.ts';

const stillWorking = z.strictObject({ conversation_id: id, message_id: id, status: working });

const say = operation(
  { access: 'chat:write', limit: 'chat', problems: ['MESSAGE_ID_REUSED'] },
  {
    method: 'post',
    path: '/chat/messages',
    operationId: 'sayToCoach',
    summary: 'Say something to the coach',
    request: {
      body: jsonBody(
        z.strictObject({
          message: words(4000),
          conversation_id: id.optional().describe('Absent: a new conversation.'),
          message_id: id.optional().describe('Made by the client, so that a repeat is harmless.'),
        }),
      ),
    },
    responses: {
      200: answer('The answer.', replyJson),
      202: answer('Still at work: send the same message_id again, or read its reply later.', stillWorking),
    },
  },
);

const readAnswer = operation(
  { access: 'chat:read', limit: 'crud' },
  {
    method: 'get',
    path: '/chat/messages/{id}/reply',
    operationId: 'readReply',
    summary: 'The answer to a message',
    request: { params: byId },
    responses: {
      200: answer('The answer.', replyJson),
      202: answer('Not answered yet.', z.strictObject({ message_id: id, status: working })),
    },
  },
);

const list = operation(
  { access: 'chat:read', limit: 'crud' },
  {
    method: 'get',
    path: '/conversations',
    operationId: 'listConversations',
    summary: 'Conversations, newest first',
    request: { query: page },
    responses: {
      200: answer(
        'One page.',
        z.strictObject({
          conversations: z.array(z.strictObject({ id, created_at: instant })),
          next_cursor: nextCursor,
        }),
      ),
    },
  },
);

const listSaid = operation(
  { access: 'chat:read', limit: 'crud' },
  {
    method: 'get',
    path: '/conversations/{id}/messages',
    operationId: 'listMessages',
    summary: 'What was said, newest first',
    request: { params: byId, query: page },
    responses: {
      200: answer('One page.', z.strictObject({ messages: z.array(messageJson), next_cursor: nextCursor })),
    },
  },
);

export function conversationRoutes(ports: OncePorts & { flows: Flows }): OpenAPIHono<Env> {
  const { orm, flows } = ports;
  const app = createRoutes();

  app.openapi(say, (c) => {
    const { message, conversation_id, message_id } = c.req.valid('json');
    const { person } = c.var;
    return writeAcross(
      c,
      ports,
      (ctx, { effectId }) =>
        receiveMessage(ctx, {
          conversationId: conversation_id ?? null,
          messageId: message_id ?? effectId,
          text: message,
        }),
      async ({ conversationId, messageId }) => {
        if (!(await finished(flows.sendTurn(person, conversationId, messageId))))
          return {
            status: 202,
            body: { conversation_id: conversationId, message_id: messageId, status: 'working' as const },
          };
        const reply = await asPerson(orm, person, (ctx) => readReply(ctx, { messageId }));
        if (!reply) throw new FluxError('INTERNAL', { detail: 'a turn ended without an answer' });
        return { status: 200, body: presentReply(messageId, reply) };
      },
    );
  });

  app.openapi(readAnswer, async (c) => {
    const messageId = c.req.valid('param').id;
    const reply = await asPerson(orm, c.var.person, (ctx) => readReply(ctx, { messageId }));
    if (!reply) return c.json({ message_id: messageId, status: 'working' as const }, 202);
    return c.json(presentReply(messageId, reply), 200);
  });

  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { conversations, nextCursor } = await asPerson(orm, c.var.person, (ctx) =>
      listConversations(ctx, { limit, before: cursor ?? null }),
    );
    return c.json(
      {
        conversations: conversations.map(({ id, createdAt }) => ({
          id,
          created_at: createdAt.toISOString(),
        })),
        next_cursor: nextCursor,
      },
      200,
    );
  });

  app.openapi(listSaid, async (c) => {
    const conversationId = c.req.valid('param').id;
    const { limit, cursor } = c.req.valid('query');
    const { messages, nextCursor } = await asPerson(orm, c.var.person, (ctx) =>
      listMessages(ctx, { conversationId, limit, before: cursor ?? null }),
    );
    return c.json({ messages: messages.map(presentMessage), next_cursor: nextCursor }, 200);
  });

  return app;
}

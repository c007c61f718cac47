// The REST door of chat: say something, read the answer, look back.
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Flows } from '../../temporal/flows.ts';
import type { Env } from '../http/env.ts';
import { finished } from '../http/finished.ts';
import { messageJson, presentMessage, presentReply, replyJson } from '../http/json/conversation.ts';
import {
  answer,
  createRoutes,
  jsonBody,
  refusals,
  SIGNED_IN,
  SIGNED_IN_PROBLEMS,
  WRITE_PROBLEMS,
} from '../http/operation.ts';
import { byId, id, instant, nextCursor, page, words, working } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { listConversations, listMessages, readReply } from './read-conversation.ts';
import { receiveMessage } from './receive-message.ts';

const stillWorking = z.strictObject({ conversation_id: id, message_id: id, status: working });

const say = createRoute({
  method: 'post',
  path: '/chat/messages',
  operationId: 'sayToCoach',
  summary: 'Say something to the coach',
  security: SIGNED_IN,
  request: {
    headers: z.object({
      'idempotency-key': z
        .string()
        .max(255)
        .optional()
        .describe('A UUID here stands for `message_id` where the body has none.'),
    }),
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
    ...refusals(...WRITE_PROBLEMS, 'MESSAGE_ID_REUSED'),
  },
});

const readAnswer = createRoute({
  method: 'get',
  path: '/chat/messages/{id}/reply',
  operationId: 'readReply',
  summary: 'The answer to a message',
  security: SIGNED_IN,
  request: { params: byId },
  responses: {
    200: answer('The answer.', replyJson),
    202: answer('Not answered yet.', z.strictObject({ message_id: id, status: working })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const list = createRoute({
  method: 'get',
  path: '/conversations',
  operationId: 'listConversations',
  summary: 'Conversations, newest first',
  security: SIGNED_IN,
  request: { query: page },
  responses: {
    200: answer(
      'One page.',
      z.strictObject({
        conversations: z.array(z.strictObject({ id, created_at: instant })),
        next_cursor: nextCursor,
      }),
    ),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const listSaid = createRoute({
  method: 'get',
  path: '/conversations/{id}/messages',
  operationId: 'listMessages',
  summary: 'What was said, newest first',
  security: SIGNED_IN,
  request: { params: byId, query: page },
  responses: {
    200: answer('One page.', z.strictObject({ messages: z.array(messageJson), next_cursor: nextCursor })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

export function conversationRoutes({ orm, flows }: { orm: MikroORM; flows: Flows }): OpenAPIHono<Env> {
  const app = createRoutes();

  app.openapi(say, async (c) => {
    const { message, conversation_id, message_id } = c.req.valid('json');
    const key = id.safeParse(c.req.valid('header')['idempotency-key']);
    const { person } = c.var;
    const { conversationId, messageId } = await asPerson(orm, person, (ctx) =>
      receiveMessage(ctx, {
        conversationId: conversation_id ?? null,
        messageId: message_id ?? key.data ?? newId(),
        text: message,
      }),
    );
    if (!(await finished(flows.sendTurn(person, conversationId, messageId))))
      return c.json(
        { conversation_id: conversationId, message_id: messageId, status: 'working' as const },
        202,
      );
    const reply = await asPerson(orm, person, (ctx) => readReply(ctx, { messageId }));
    if (!reply) throw new FluxError('INTERNAL', { detail: 'a turn ended without an answer' });
    return c.json(presentReply(messageId, reply), 200);
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

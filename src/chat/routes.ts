// The REST door of chat: say something to the coach, and read what it answered.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { readMessage } from '../conversations/read-conversation.ts';
import { receiveMessage } from '../conversations/receive-message.ts';
import type { Env } from '../http/env.ts';
import { writeInSteps, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { byId, id, words, working } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { finished } from '../kernel/finished.ts';
import { readReply } from './read-reply.sql.ts';
import { presentReply, replyJson } from './reply-json.ts';
import type { ChatSessions } from './turn.ts';

export interface ChatPorts extends OncePorts {
  chatSessions: ChatSessions;
}

const stillWorking = z.strictObject({ conversation_id: id, message_id: id, status: working });

const say = endpoint(
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
  (ports: ChatPorts) => (c) => {
    const { message: text, conversation_id, message_id } = c.req.valid('json');
    const { person } = c.var;
    return writeInSteps(
      c,
      ports,
      (ctx, { effectId: newId }) =>
        receiveMessage(ctx, {
          conversationId: conversation_id ?? null,
          messageId: message_id ?? newId,
          text,
        }),
      async ({ conversationId, messageId }) => {
        if (!(await finished(ports.chatSessions.answer(person, { conversationId, messageId }))))
          return {
            status: 202,
            body: { conversation_id: conversationId, message_id: messageId, status: WORKING },
          };
        const reply = await asPerson(ports, person, (ctx) => readReply(ctx, { messageId }));
        if (!reply) throw new FluxError('INTERNAL', { detail: 'a turn ended without an answer' });
        return { status: 200, body: presentReply(messageId, reply) };
      },
    );
  },
);

const readAnswer = endpoint(
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
  (ports: ChatPorts) => async (c) => {
    const messageId = c.req.valid('param').id;
    const reply = await asPerson(ports, c.var.person, async (ctx) => {
      const known = await readReply(ctx, { messageId });
      // Without an answer it must be a message of this person, or there is nothing to wait for.
      if (!known) await readMessage(ctx, { messageId });
      return known;
    });
    if (!reply) return c.json({ message_id: messageId, status: WORKING }, 202);
    return c.json(presentReply(messageId, reply), 200);
  },
);

export const chatRoutes = (ports: ChatPorts): OpenAPIHono<Env> => room(ports, say, readAnswer);

const WORKING = 'working' as const;

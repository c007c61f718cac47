// The REST door of chat: say something to the coach, and read what it answered.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import { isAwaited } from '../conversations/is-awaited.ts';
import { readMessage } from '../conversations/read-conversation.ts';
import { receiveMessage, receiveNewMessage } from '../conversations/receive-message.ts';
import { withdrawMessage } from '../conversations/withdraw-message.ts';
import type { Env } from '../http/env.ts';
import { writeInSteps, writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { byId, id, words, working } from '../http/schemas.ts';
import { asPerson, type Actor } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { finished } from '../kernel/finished.ts';
import { inOneStatement } from '../kernel/sql.ts';
import { readReply, type ReplyView } from './read-reply.sql.ts';
import { takeUpEarlier } from './take-up-earlier.ts';
import { presentReply, replyJson, stoppedJson } from './reply-json.ts';
import { stopTurn } from './stop-turn.ts';
import type { ChatSessions, TurnRef } from './turn.ts';

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
    const said = (newId: string) => ({
      conversationId: conversation_id ?? null,
      messageId: message_id ?? newId,
      text,
    });
    return writeInSteps(
      c,
      ports,
      async (ctx, { effectId }) => {
        const received = await receiveMessage(ctx, said(effectId));
        return { ...received, known: received.isNew ? null : await readReply(ctx, received) };
      },
      async ({ known, ...turn }) => {
        if (known) return answered(known, turn);
        if (turn.isBehind) await takeUpEarlier(ports, person, turn);
        if (!(await finished(ports.chatSessions.answer(person, turn)))) return stillAtWork(turn);
        const reply = await inOneStatement(ports, person, (ctx) => readReply(ctx, turn));
        return reply ? answered(reply, turn) : takenUpAnew(ports, person, turn);
      },
      {
        isNew: ({ isNew }) => isNew,
        undo: async (ctx, { known: _none, ...turn }) => {
          const opened = conversation_id === undefined;
          if (await withdrawMessage(ctx, { ...turn, opened })) return null;
          const reply = await readReply(ctx, turn);
          return reply ? answered(reply, turn) : stillAtWork(turn);
        },
        kept: stillAtWork,
      },
      async (ctx, { effectId }) => {
        const received = await receiveNewMessage(ctx, said(effectId));
        return received && { ...received, known: null };
      },
    );
  },
);

/**
 * The session had done with the message before it was said again: the first time nobody could take it in time, and it
 * was taken back. Throws UNAVAILABLE where another request with this id has just done that.
 */
async function takenUpAnew(ports: ChatPorts, person: Actor, turn: TurnRef) {
  const isThere = await asPerson(ports, person, (ctx) => isAwaited(ctx, turn));
  if (!isThere) throw new FluxError('UNAVAILABLE', { detail: 'the message was taken back' });
  await ports.chatSessions.revive(person, turn);
  return stillAtWork(turn);
}

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

const stop = endpoint(
  { access: 'chat:write', limit: 'crud' },
  {
    method: 'post',
    path: '/chat/messages/{id}/stop',
    operationId: 'stopTurn',
    summary:
      'Stop a turn that is being answered; a client that makes its own message_id can do so at any time',
    description:
      'Nothing follows from the message any more, and its reply says what has been done. Where it is answered, or just about to be, nothing is stopped. A cry for help is answered all the same.',
    request: { params: byId },
    responses: { 200: answer('What became of the turn.', stoppedJson) },
  },
  (ports: ChatPorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => {
      const messageId = c.req.valid('param').id;
      const { isStopped, reply } = await stopTurn(ctx, { messageId });
      return { body: { stopped: isStopped, reply: reply && presentReply(messageId, reply) } };
    }),
);

export const chatRoutes = (ports: ChatPorts): OpenAPIHono<Env> => room(ports, say, readAnswer, stop);

const WORKING = 'working' as const;

const answered = (reply: ReplyView, { messageId }: TurnRef) => ({
  status: 200 as const,
  body: presentReply(messageId, reply),
});

const stillAtWork = ({ conversationId, messageId }: TurnRef) => ({
  status: 202 as const,
  body: { conversation_id: conversationId, message_id: messageId, status: WORKING },
});

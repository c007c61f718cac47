// The REST door of sessions: begun, posted in, stopped and read.
import { z } from '@hono/zod-openapi';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, created, endpoint, jsonBody } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { hearWritten } from '../safety/hear-written.ts';
import { listSessions, listTurns } from './list-sessions.ts';
import { openSession } from './open-session.ts';
import { findSession, postInSession, stopSession } from './post-in-session.ts';
import { readRoomUsage } from './room-usage.sql.ts';
import {
  newPost,
  newSession,
  presentRoomUsage,
  presentSession,
  presentTurn,
  roomUsageJson,
  sessionJson,
  turnJson,
} from './session-json.ts';

export const open = endpoint(
  {
    access: 'rooms:write',
    limit: 'agent',
    problems: ['ROLE_TOO_LOW', 'NO_AGENTS', 'ROOM_SESSIONS_TOO_MANY'],
  },
  {
    method: 'post',
    path: '/rooms/{id}/sessions',
    operationId: 'openRoomSession',
    summary: 'Begin a session of a room, or a direct talk with one of its agents',
    request: { params: byId, body: jsonBody(newSession) },
    responses: { 201: created('The session; what is said is read beside it.', sessionJson) },
  },
  (ports: OncePorts) => async (c) => {
    const { session_id, agent_key = null, opening = null, limits = null } = c.req.valid('json');
    if (opening !== null) await hearWritten(ports, c.var.person, opening);
    return writeOnce(c, ports, 201, async (ctx) => {
      const session = await openSession(ctx, {
        sessionId: session_id ?? newId(),
        roomId: c.req.valid('param').id,
        agentKey: agent_key,
        opening,
        limits,
      });
      return { body: presentSession(session), location: `/v1/room-sessions/${session.id}` };
    });
  },
);

export const listOfRoom = endpoint(
  { access: 'rooms:read', limit: 'crud' },
  {
    method: 'get',
    path: '/rooms/{id}/sessions',
    operationId: 'listRoomSessions',
    summary: 'The sessions of a room, the newest first',
    request: { params: byId, query: page },
    responses: {
      200: answer('One page.', z.strictObject({ sessions: z.array(sessionJson), next_cursor: nextCursor })),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const wanted = { roomId: c.req.valid('param').id, limit, before: cursor ?? null };
    const found = await asPerson(ports, c.var.person, (ctx) => listSessions(ctx, wanted));
    return c.json({ sessions: found.sessions.map(presentSession), next_cursor: found.nextCursor }, 200);
  },
);

export const readOne = endpoint(
  { access: 'rooms:read', limit: 'crud' },
  {
    method: 'get',
    path: '/room-sessions/{id}',
    operationId: 'readRoomSession',
    summary: 'How a session stands; of one that has ended why, and in short what was said',
    request: { params: byId },
    responses: { 200: answer('The session.', sessionJson) },
  },
  (ports: OncePorts) => async (c) => {
    const session = await asPerson(ports, c.var.person, (ctx) => findSession(ctx, c.req.valid('param').id));
    return c.json(presentSession(session), 200);
  },
);

export const post = endpoint(
  {
    access: 'rooms:write',
    limit: 'chat',
    problems: ['ROLE_TOO_LOW', 'ROOM_SESSION_ENDED', 'MESSAGE_ID_REUSED'],
  },
  {
    method: 'post',
    path: '/room-sessions/{id}/posts',
    operationId: 'postInRoomSession',
    summary:
      'Say something in a session: whoever is speaking is interrupted, and what they had not said is dropped',
    request: { params: byId, body: jsonBody(newPost) },
    responses: { 201: answer('It stands there; agents answer beside it.', turnJson) },
  },
  (ports: OncePorts) => async (c) => {
    const { post_id, text, to = null } = c.req.valid('json');
    await hearWritten(ports, c.var.person, text);
    return writeOnce(c, ports, 201, async (ctx) => {
      const sessionId = c.req.valid('param').id;
      return {
        body: presentTurn(await postInSession(ctx, { sessionId, postId: post_id ?? newId(), text, to })),
      };
    });
  },
);

export const stop = endpoint(
  { access: 'rooms:write', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'post',
    path: '/room-sessions/{id}/stop',
    operationId: 'stopRoomSession',
    summary: 'Stop a session: whoever is speaking is interrupted, and it ends with a summary',
    request: { params: byId },
    responses: { 202: answer('It ends, or has ended.', sessionJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 202, async (ctx) => ({
      body: presentSession(await stopSession(ctx, { sessionId: c.req.valid('param').id })),
    })),
);

export const turns = endpoint(
  { access: 'rooms:read', limit: 'crud' },
  {
    method: 'get',
    path: '/room-sessions/{id}/turns',
    operationId: 'listRoomTurns',
    summary: 'What was said in a session, oldest first: by people and by agents, and why each agent spoke',
    request: { params: byId, query: page },
    responses: {
      200: answer('One page.', z.strictObject({ turns: z.array(turnJson), next_cursor: nextCursor })),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const wanted = { sessionId: c.req.valid('param').id, limit, after: cursor ?? null };
    const found = await asPerson(ports, c.var.person, (ctx) => listTurns(ctx, wanted));
    return c.json({ turns: found.turns.map(presentTurn), next_cursor: found.nextCursor }, 200);
  },
);

export const usage = endpoint(
  { access: 'rooms:read', limit: 'analytics', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'get',
    path: '/rooms/{id}/usage',
    operationId: 'readRoomUsage',
    summary: 'What the models of a room of yours have used, by session and agent',
    request: { params: byId },
    responses: { 200: answer('All together first; then the latest hundred sessions.', roomUsageJson) },
  },
  (ports: OncePorts) => async (c) => {
    const rows = await asPerson(ports, c.var.person, (ctx) => readRoomUsage(ctx, c.req.valid('param').id));
    return c.json(presentRoomUsage(rows), 200);
  },
);

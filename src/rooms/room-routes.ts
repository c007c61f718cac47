// The REST door of rooms.
import { z } from '@hono/zod-openapi';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { findRoom, holdOwnRoom } from './find-room.ts';
import { sessionLimits } from './limits.ts';
import { changeRoom, createRoom, deleteRoom, listRooms } from './manage-room.ts';
import { newRoom, presentRoom, readSharing, roomChange, roomJson } from './room-json.ts';

export const create = endpoint(
  { access: 'rooms:write', limit: 'crud', problems: ['ROOMS_TOO_MANY'] },
  {
    method: 'post',
    path: '/rooms',
    operationId: 'createRoom',
    summary: 'Make a room in which agents talk',
    request: { body: jsonBody(newRoom) },
    responses: { 201: created('The room.', roomJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 201, async (ctx) => {
      const { name, topic, sharing, limits = sessionLimits.parse({}) } = c.req.valid('json');
      const room = await createRoom(ctx, { name, topic, limits, ...(sharing && readSharing(sharing)) });
      return { ...tagged(presentRoom(room)), location: `/v1/rooms/${room.id}` };
    }),
);

export const list = endpoint(
  { access: 'rooms:read', limit: 'crud' },
  {
    method: 'get',
    path: '/rooms',
    operationId: 'listRooms',
    summary: 'Your rooms, and those that are shared with you, the newest first',
    request: { query: page },
    responses: {
      200: answer('One page.', z.strictObject({ rooms: z.array(roomJson), next_cursor: nextCursor })),
    },
  },
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const found = await asPerson(ports, c.var.person, (ctx) =>
      listRooms(ctx, { limit, before: cursor ?? null }),
    );
    return c.json({ rooms: found.rooms.map(presentRoom), next_cursor: found.nextCursor }, 200);
  },
);

export const read = endpoint(
  { access: 'rooms:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/rooms/{id}',
    operationId: 'readRoom',
    summary: 'One room',
    request: { params: byId },
    responses: { 200: representation('The room.', roomJson) },
  },
  (ports: OncePorts) => async (c) => {
    const room = await asPerson(ports, c.var.person, (ctx) => findRoom(ctx, c.req.valid('param').id));
    return answerTagged(c, presentRoom(room));
  },
);

export const change = endpoint(
  { access: 'rooms:write', limit: 'crud', tagged: true, problems: ['ROLE_TOO_LOW'] },
  {
    method: 'patch',
    path: '/rooms/{id}',
    operationId: 'changeRoom',
    summary: 'Change a room of yours, and for whom it is there; what is not named stays',
    request: { params: byId, body: jsonBody(roomChange) },
    responses: { 200: representation('As it is now.', roomJson) },
  },
  (ports: OncePorts) => (c) => {
    const roomId = c.req.valid('param').id;
    const { sharing, ...rest } = c.req.valid('json');
    return writeOnce(c, ports, 200, async (ctx) => {
      await requireMatch(c, async () => [presentRoom(await holdOwnRoom(ctx, roomId))]);
      const room = await changeRoom(ctx, { roomId, ...rest, ...(sharing && readSharing(sharing)) });
      return tagged(presentRoom(room));
    });
  },
);

export const remove = endpoint(
  { access: 'rooms:write', limit: 'crud', tagged: true, problems: ['ROLE_TOO_LOW'] },
  {
    method: 'delete',
    path: '/rooms/{id}',
    operationId: 'deleteRoom',
    summary: 'Delete a room of yours: it is there for nobody any more',
    request: { params: byId },
    responses: { 204: { description: 'Deleted.' } },
  },
  (ports: OncePorts) => (c) => {
    const roomId = c.req.valid('param').id;
    return writeOnce(c, ports, 204, async (ctx) => {
      await requireMatch(c, async () => [presentRoom(await holdOwnRoom(ctx, roomId))]);
      await deleteRoom(ctx, { roomId });
      return { body: null };
    });
  },
);

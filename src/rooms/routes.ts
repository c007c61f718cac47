// The REST door of rooms, their agents, and what is said in them.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { addOne, listAll, removeOne, type RoomAgentPorts } from './agent-routes.ts';
import { change, create, list, read, remove } from './room-routes.ts';
import { listOfRoom, open, post, readOne, stop, turns, usage } from './session-routes.ts';

export type RoomPorts = RoomAgentPorts;

export const roomRoutes = (ports: RoomPorts): OpenAPIHono<Env> =>
  room<RoomPorts>(
    ports,
    create,
    list,
    read,
    change,
    remove,
    addOne,
    listAll,
    removeOne,
    open,
    listOfRoom,
    readOne,
    post,
    stop,
    turns,
    usage,
  );

// The agents of a room: who may be asked to speak in it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { findRoom, holdOwnRoom } from './find-room.ts';
import { RoomAgent } from './room.entity.ts';

/** As it was made. */
export type RoomAgentView = RoomAgent;

export type AgentInput = Pick<RoomAgent, 'agentKey' | 'name' | 'persona' | 'tier' | 'tools'>;

const MOST_AGENTS = 12;

/** Throws NOT_FOUND, ROLE_TOO_LOW, AGENT_KEY_TAKEN and ROOM_AGENTS_TOO_MANY. */
export async function addAgent(ctx: Ctx, roomId: string, input: AgentInput): Promise<RoomAgent> {
  const { orgId, userId } = ctx;
  await holdOwnRoom(ctx, roomId);
  const agent = { id: newId(), orgId, userId, roomId, ...input };
  const known = await ctx.em.find(RoomAgent, { roomId });
  if (known.some(({ agentKey }) => agentKey === input.agentKey)) throw new FluxError('AGENT_KEY_TAKEN');
  if (known.length >= MOST_AGENTS) throw new FluxError('ROOM_AGENTS_TOO_MANY');
  if (!(await insertOnce(ctx.em, RoomAgent, agent, ['orgId', 'userId', 'roomId', 'agentKey'])))
    throw new FluxError('AGENT_KEY_TAKEN');
  return findAgent(ctx, { roomId, agentKey: input.agentKey });
}

/** In the order in which they came. Throws NOT_FOUND. */
export async function listAgents(ctx: Ctx, roomId: string): Promise<RoomAgent[]> {
  await findRoom(ctx, roomId);
  return ctx.em.find(RoomAgent, { roomId }, { orderBy: { createdAt: 'asc', id: 'asc' } });
}

/** It speaks no more. What it said stays. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function removeAgent(ctx: Ctx, where: { roomId: string; agentKey: string }): Promise<void> {
  await holdOwnRoom(ctx, where.roomId);
  if ((await ctx.em.nativeDelete(RoomAgent, where)) === 0) throw new FluxError('NOT_FOUND');
}

async function findAgent(ctx: Ctx, where: { roomId: string; agentKey: string }): Promise<RoomAgent> {
  const agent = await ctx.em.findOne(RoomAgent, where);
  if (!agent) throw new FluxError('NOT_FOUND');
  return agent;
}

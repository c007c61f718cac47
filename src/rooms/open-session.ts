// Begins a session of a room, or a direct talk with one of its agents.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { findRoomToTalk } from './find-room.ts';
import type { SessionLimits } from './limits.ts';
import { RoomAgent } from './room.entity.ts';
import { RoomSession, RoomTurn } from './session.entity.ts';

export type SessionView = RoomSession;

export interface NewSession {
  /** Made by the caller: a repeat finds what is there. */
  sessionId: string;
  roomId: string;
  /** Null: a session of all; else with this agent alone. */
  agentKey: string | null;
  /** Null: the agents begin by themselves. */
  opening: string | null;
  /** Null: those of the room. */
  limits: SessionLimits | null;
}

/** Of one room at once. */
const MOST_OPEN = 20;

/**
 * It is paid by the room's owner. Throws NOT_FOUND (no such room or agent), ROLE_TOO_LOW, ROOM_SESSIONS_TOO_MANY, and
 * NO_AGENTS where nobody could speak.
 */
export async function openSession(ctx: Ctx, input: NewSession): Promise<SessionView> {
  const { sessionId: id, roomId, agentKey, opening } = input;
  const room = await findRoomToTalk(ctx, roomId);
  const known = await ctx.em.findOne(RoomSession, { id, roomId });
  if (known) return known;
  const agents = await ctx.em.find(RoomAgent, { roomId });
  if (agents.length === 0) throw new FluxError('NO_AGENTS');
  if (agentKey !== null && !agents.some((agent) => agent.agentKey === agentKey))
    throw new FluxError('NOT_FOUND');
  if ((await ctx.em.count(RoomSession, { roomId, endedAt: null })) >= MOST_OPEN)
    throw new FluxError('ROOM_SESSIONS_TOO_MANY');
  const { orgId, userId } = room;
  const session = {
    id,
    orgId,
    userId,
    roomId,
    kind: agentKey === null ? ('room' as const) : ('direct' as const),
    agentKey,
    limits: input.limits ?? room.limits,
  };
  if (!(await insertOnce(ctx.em, RoomSession, session, ['id']))) throw new FluxError('NOT_FOUND');
  if (opening !== null) {
    const post = { kind: 'post' as const, text: opening, addressedTo: null, why: null };
    await insertTurn(ctx, session, derivedId(id, 'opening'), post);
  }
  ctx.tell({ kind: 'room_heard', sessionId: id, ownerId: userId });
  return ctx.em.findOneOrFail(RoomSession, { id }, { refresh: true });
}

export type Uttered = Pick<RoomTurn, 'kind' | 'text' | 'addressedTo' | 'why'>;

/** Resolves to whether this call wrote it. */
export const insertTurn = (
  { em, userId: saidBy }: Ctx,
  { id: sessionId, orgId, userId, roomId }: Pick<RoomSession, 'id' | 'orgId' | 'userId' | 'roomId'>,
  id: string,
  said: Uttered,
): Promise<boolean> => {
  const place = { id, orgId, userId, roomId, sessionId };
  return insertOnce(em, RoomTurn, { ...place, ...said, saidBy, state: 'open', saidAt: new Date() }, ['id']);
};

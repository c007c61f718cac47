// What people say in a session: a post interrupts whoever is speaking, and a stop ends the session.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { isHeld, readHold } from '../safety/keep-hold.ts';
import { findRoom, findRoomToTalk } from './find-room.ts';
import { insertTurn } from './open-session.ts';
import { RoomAgent } from './room.entity.ts';
import type { EndReason } from './session-words.ts';
import { RoomSession, RoomTurn } from './session.entity.ts';

/** As it was said. */
export type TurnView = RoomTurn;

export interface Post {
  sessionId: string;
  /** Made by the client: a repeat with the same id and text is harmless. */
  postId: string;
  text: string;
  /** The agent that is to answer; null: whoever the host chooses. */
  to: string | null;
}

/**
 * Throws NOT_FOUND (no such session or agent), ROLE_TOO_LOW, ROOM_SESSION_ENDED, and MESSAGE_ID_REUSED for an id under
 * which something else was said.
 */
export async function postInSession(ctx: Ctx, { sessionId, postId, text, to }: Post): Promise<TurnView> {
  const session = await findSessionToTalk(ctx, sessionId);
  const known = await ctx.em.findOne(RoomTurn, { id: postId });
  if (known) return sameAs(known, { sessionId, text, to });
  if (session.endedAt) throw new FluxError('ROOM_SESSION_ENDED');
  if (to !== null && session.kind === 'direct' && to !== session.agentKey) throw new FluxError('NOT_FOUND');
  if (to !== null && (await ctx.em.count(RoomAgent, { roomId: session.roomId, agentKey: to })) === 0)
    throw new FluxError('NOT_FOUND');
  if (!(await insertTurn(ctx, session, postId, { ...post, text, addressedTo: to }))) {
    // Said at the same moment; or an id of somebody else's, of whom nobody is told.
    const first = await ctx.em.findOne(RoomTurn, { id: postId });
    if (!first) throw new FluxError('NOT_FOUND');
    return sameAs(first, { sessionId, text, to });
  }
  // Whoever is held is not coached: what they said stays, and nobody answers it.
  if (isHeld(await readHold(ctx))) await sayStop(ctx, session, 'safety_hold');
  ctx.tell({ kind: 'room_heard', sessionId, ownerId: session.userId });
  return ctx.em.findOneOrFail(RoomTurn, { id: postId });
}

/** Harmless when repeated, and where it has ended. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function stopSession(ctx: Ctx, { sessionId }: { sessionId: string }): Promise<RoomSession> {
  const session = await findSessionToTalk(ctx, sessionId);
  if (session.endedAt) return session;
  await sayStop(ctx, session, 'stopped');
  ctx.tell({ kind: 'room_heard', sessionId, ownerId: session.userId });
  return session;
}

const post = { kind: 'post' as const, why: null };

const sayStop = (ctx: Ctx, session: RoomSession, why: EndReason): Promise<boolean> =>
  insertTurn(ctx, session, derivedId(session.id, why), { kind: 'stop', text: null, addressedTo: null, why });

/** Throws NOT_FOUND, also for a session of a room that is not there for them any more. */
export async function findSession(ctx: Ctx, sessionId: string): Promise<RoomSession> {
  const session = await ctx.em.findOne(RoomSession, { id: sessionId }, { refresh: true });
  if (!session) throw new FluxError('NOT_FOUND');
  await findRoom(ctx, session.roomId);
  return session;
}

async function findSessionToTalk(ctx: Ctx, sessionId: string): Promise<RoomSession> {
  const session = await findSession(ctx, sessionId);
  await findRoomToTalk(ctx, session.roomId);
  return session;
}

function sameAs(known: RoomTurn, said: { sessionId: string; text: string; to: string | null }): RoomTurn {
  const isSame =
    known.kind === 'post' &&
    known.sessionId === said.sessionId &&
    known.text === said.text &&
    (known.addressedTo ?? null) === said.to;
  if (!isSame) throw new FluxError('MESSAGE_ID_REUSED');
  return known;
}

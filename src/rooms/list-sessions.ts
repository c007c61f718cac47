// The sessions of a room, and what was said in one of them.
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { findRoom } from './find-room.ts';
import type { SessionView } from './open-session.ts';
import { findSession, type TurnView } from './post-in-session.ts';
import { RoomSession, RoomTurn } from './session.entity.ts';

/** The newest first. Throws NOT_FOUND, and BAD_REQUEST for a cursor that we did not make. */
export async function listSessions(
  ctx: Ctx,
  { roomId, limit, before }: { roomId: string; limit: number; before: string | null },
): Promise<{ sessions: SessionView[]; nextCursor: string | null }> {
  await findRoom(ctx, roomId);
  const found = await ctx.em.find(
    RoomSession,
    { roomId, ...behind(before, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const page = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  return { sessions: page.rows, nextCursor: page.nextCursor };
}

/** What can be read of it, oldest first: posts, and what agents said. Throws as above. */
export async function listTurns(
  ctx: Ctx,
  { sessionId, limit, after }: { sessionId: string; limit: number; after: string | null },
): Promise<{ turns: TurnView[]; nextCursor: string | null }> {
  await findSession(ctx, sessionId);
  const found = await ctx.em.find(
    RoomTurn,
    { sessionId, saidAt: { $ne: null }, text: { $ne: null }, ...behind(after, 'saidAt', 'asc') },
    { orderBy: { saidAt: 'asc', id: 'asc' }, limit: limit + 1 },
  );
  const page = pageOf(found, limit, (last) => cursorAfter(last.saidAt!, last.id));
  return { turns: page.rows, nextCursor: page.nextCursor };
}

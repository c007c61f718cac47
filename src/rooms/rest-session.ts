// A session in which no step can be taken rests until a person speaks.
import type { Ctx } from '../kernel/context.ts';
import { RoomSession, RoomTurn } from './session.entity.ts';

/** What cannot be done is not tried for ever: the session shows that it waits for people, who may go on. */
export async function restSession(ctx: Ctx, sessionId: string): Promise<void> {
  const why = 'Nobody could speak: something is broken.';
  await ctx.em.nativeUpdate(RoomTurn, { sessionId, state: 'claimed' }, { state: 'failed', why });
  await ctx.em.nativeUpdate(RoomTurn, { sessionId, state: 'open', kind: 'post' }, { state: 'heard' });
  await ctx.em.nativeUpdate(RoomSession, { id: sessionId, endedAt: null }, { waitsForPeople: true });
}

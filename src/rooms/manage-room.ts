// Rooms are made, listed, changed and deleted.
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { pageOf } from '../kernel/page.ts';
import { readOrg } from '../orgs/read-org.sql.ts';
import { findRoom, holdOwnRoom, type RoomView } from './find-room.ts';
import type { SessionLimits } from './limits.ts';
import { Room } from './room.entity.ts';
import { roomRoleOf, type Sharing } from './sharing.ts';

export interface RoomInput extends Partial<Sharing> {
  name: string;
  topic: string | null;
  limits: SessionLimits;
}

const MOST_ROOMS = 100;

/** Throws ROOMS_TOO_MANY. */
export async function createRoom(ctx: Ctx, input: RoomInput): Promise<RoomView> {
  const { orgId, userId } = ctx;
  if ((await ctx.em.count(Room, { orgId, userId, deletedAt: null })) >= MOST_ROOMS)
    throw new FluxError('ROOMS_TOO_MANY');
  const id = newId();
  await ctx.em.insert(Room, { id, orgId, userId, ...input });
  return findRoom(ctx, id);
}

/** One's own and those that are shared, the newest first. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listRooms(
  ctx: Ctx,
  { limit, before }: { limit: number; before: string | null },
): Promise<{ rooms: RoomView[]; nextCursor: string | null }> {
  const { orgId, userId } = ctx;
  const found = await ctx.em.find(
    Room,
    { orgId, deletedAt: null, ...behind(before, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const page = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  const { role: orgRole } = await readOrg(ctx);
  const rooms = page.rows.flatMap((room) => {
    const role = roomRoleOf(room, { userId, role: orgRole });
    return role ? [{ ...room, role }] : [];
  });
  return { rooms, nextCursor: page.nextCursor };
}

/** What is not named stays. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function changeRoom(
  ctx: Ctx,
  { roomId, ...change }: { [Key in keyof RoomInput]?: RoomInput[Key] | undefined } & { roomId: string },
): Promise<RoomView> {
  await holdOwnRoom(ctx, roomId);
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (Object.keys(named).length > 0) await ctx.em.nativeUpdate(Room, { id: roomId }, named);
  return findRoom(ctx, roomId);
}

/** It is there for nobody any more. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function deleteRoom(ctx: Ctx, { roomId }: { roomId: string }): Promise<void> {
  await holdOwnRoom(ctx, roomId);
  await ctx.em.nativeUpdate(Room, { id: roomId }, { deletedAt: new Date() });
}

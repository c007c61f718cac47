// The room that a verb is about, and what the person is in it: whoever it is not there for learns nothing of it.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { readOrg } from '../orgs/read-org.sql.ts';
import { Room } from './room.entity.ts';
import { roomRoleOf, type RoomRole } from './sharing.ts';

export interface RoomView extends Room {
  role: RoomRole;
}

/** Throws NOT_FOUND, also for one that was deleted or is not shared. */
export async function findRoom(ctx: Ctx, roomId: string): Promise<RoomView> {
  const room = await ctx.em.findOne(Room, { id: roomId, deletedAt: null }, { refresh: true });
  if (!room) throw new FluxError('NOT_FOUND');
  return seenBy(ctx, room);
}

/** For whoever may begin sessions and post. Throws NOT_FOUND, and ROLE_TOO_LOW for a viewer. */
export async function findRoomToTalk(ctx: Ctx, roomId: string): Promise<RoomView> {
  const room = await findRoom(ctx, roomId);
  if (room.role === 'viewer') throw new FluxError('ROLE_TOO_LOW');
  return room;
}

/** For its owner alone, held until the end of the transaction. Throws NOT_FOUND, and ROLE_TOO_LOW for others. */
export async function holdOwnRoom(ctx: Ctx, roomId: string): Promise<RoomView> {
  const { userId } = ctx;
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const room = await ctx.em.findOne(Room, { id: roomId, userId, deletedAt: null }, lock);
  if (room) return { ...room, role: 'owner' };
  await findRoom(ctx, roomId);
  throw new FluxError('ROLE_TOO_LOW');
}

async function seenBy(ctx: Ctx, room: Room): Promise<RoomView> {
  if (room.userId === ctx.userId) return { ...room, role: 'owner' };
  const { role: orgRole } = await readOrg(ctx);
  const role = roomRoleOf(room, { userId: ctx.userId, role: orgRole });
  if (!role) throw new FluxError('NOT_FOUND');
  return { ...room, role };
}

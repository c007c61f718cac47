// Rooms, and the agents in them. All that stands in a room belongs to its owner; sharing lets others see it.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { actor, also, forTenant, own, personalColumns } from '../kernel/row-security.ts';
import type { SessionLimits } from './limits.ts';
import { SHARES } from './sharing.ts';

export const Room = defineEntity({
  name: 'Room',
  tableName: 'rooms',
  properties: {
    ...personalColumns,
    name: p.text(),
    /** What is talked about in it: every agent is told. */
    topic: p.text().nullable(),
    membersMay: p.enum(SHARES).default('none'),
    managersMay: p.enum(SHARES).default('none'),
    /** Of a session that says nothing else. */
    limits: p.json<SessionLimits>(),
    updatedAt: instant().defaultRaw('now()'),
    /** It is there for nobody any more; what models cost in it stays. */
    deletedAt: instant().nullable(),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [
    { properties: ['orgId', 'createdAt', 'id'] },
    { name: 'rooms_deleted', expression: 'create index rooms_deleted on rooms (deleted_at)' },
  ],
  ...also(own, {
    name: 'shared_with_members',
    command: 'select',
    ...forTenant,
    using: `org_id = ${actor.orgId} and deleted_at is null and (members_may <> 'none' or managers_may <> 'none' and ${actor.isManager})`,
  }),
});

/** Rows of a room, for whoever it is there for: asked by the room's own policies. */
export const seenInRoom = {
  name: 'seen_in_room',
  command: 'select',
  ...forTenant,
  using: `org_id = ${actor.orgId} and app_sees_room(room_id)`,
} as const;

export const RoomAgent = defineEntity({
  name: 'RoomAgent',
  tableName: 'room_agents',
  properties: {
    ...personalColumns,
    roomId: p.uuid(),
    /** By which it is addressed; unique in its room. */
    agentKey: p.text(),
    name: p.text(),
    /** Who it is and how it talks, as somebody wrote it: data for a model, never an instruction about its rules. */
    persona: p.text(),
    tier: p.enum(['fast', 'strong'] as const),
    /** Names of the registry. */
    tools: p.array().columnType('text[]'),
  },
  uniques: [{ properties: ['orgId', 'userId', 'roomId', 'agentKey'] }],
  ...also(own, seenInRoom),
});

export type Room = InferEntity<typeof Room>;
export type RoomAgent = InferEntity<typeof RoomAgent>;

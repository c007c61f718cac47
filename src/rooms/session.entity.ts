// Sessions of a room, and what is said in them by people and by agents. All of it belongs to the room's owner.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { actor, also, forTenant, own, personalColumns } from '../kernel/row-security.ts';
import type { SessionLimits } from './limits.ts';
import { seenInRoom } from './room.entity.ts';
import { END_REASONS, SESSION_KINDS, TURN_KINDS, TURN_STATES } from './session-words.ts';

const talks = `app_talks_in_room(room_id, user_id)`;

export const RoomSession = defineEntity({
  name: 'RoomSession',
  tableName: 'room_sessions',
  properties: {
    ...personalColumns,
    roomId: p.uuid(),
    kind: p.enum(SESSION_KINDS),
    /** With whom, where it is direct. */
    agentKey: p.text().nullable(),
    limits: p.json<SessionLimits>(),
    /** That agents have taken, the failed ones included. */
    turns: p.integer().default(0),
    /** Turns in a row that failed. */
    failures: p.integer().default(0),
    /** Nobody speaks before a person does. */
    waitsForPeople: p.boolean().default(false),
    lastSaidAt: instant().defaultRaw('now()'),
    /** Of all that was said up to `summarisedTo`; of everything, once it has ended. */
    summary: p.text().nullable(),
    summarisedTo: instant().nullable(),
    reason: p.enum(END_REASONS).nullable(),
    endedAt: instant().nullable(),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [
    { properties: ['roomId', 'createdAt', 'id'] },
    { properties: ['orgId', 'userId', 'roomId'] },
    {
      name: 'room_sessions_open',
      expression: 'create index room_sessions_open on room_sessions (created_at, id) where ended_at is null',
    },
  ],
  ...also(own, seenInRoom, {
    name: 'begun_by_participants',
    command: 'insert',
    ...forTenant,
    check: `org_id = ${actor.orgId} and ${talks}`,
  }),
});

export const RoomTurn = defineEntity({
  name: 'RoomTurn',
  tableName: 'room_turns',
  properties: {
    ...personalColumns,
    roomId: p.uuid(),
    sessionId: p.uuid(),
    kind: p.enum(TURN_KINDS),
    state: p.enum(TURN_STATES),
    /** The person. */
    saidBy: p.uuid().nullable(),
    /** The agent: chosen by the host, addressed by a person, or the only one. */
    agentKey: p.text().nullable(),
    /** Of a post: the agent that is to answer it. */
    addressedTo: p.text().nullable(),
    /** Why the host chose that agent; of a failed turn, what failed. */
    why: p.text().nullable(),
    text: p.text().nullable(),
    /** From then on it can be read. */
    saidAt: instant().nullable(),
  },
  indexes: [
    { properties: ['sessionId', 'saidAt', 'id'] },
    { properties: ['orgId', 'userId', 'sessionId'] },
    { properties: ['saidBy'] },
    {
      name: 'room_turns_open',
      expression: `create index room_turns_open on room_turns (session_id) where state in ('open', 'claimed')`,
    },
  ],
  ...also(own, seenInRoom, {
    name: 'posted_by_participants',
    command: 'insert',
    ...forTenant,
    check: `org_id = ${actor.orgId} and said_by = ${actor.userId} and kind in ('post', 'stop') and ${talks}`,
  }),
});

export type RoomSession = InferEntity<typeof RoomSession>;
export type RoomTurn = InferEntity<typeof RoomTurn>;

// The columns of rooms. All that stands in a room is its owner's, and goes with them.
import { Room, RoomAgent } from '../../rooms/room.entity.ts';
import { RoomSession, RoomTurn } from '../../rooms/session.entity.ts';
import { AS_LONG_AS_THE_ACCOUNT, describe, ofAPerson, personal, plain } from './entry.ts';

export const rooms = describe(Room, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    name: personal,
    topic: personal,
    membersMay: plain,
    managersMay: plain,
    limits: plain,
    updatedAt: plain,
    deletedAt: plain,
  },
});

export const roomAgents = describe(RoomAgent, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    roomId: plain,
    agentKey: personal,
    name: personal,
    persona: personal,
    tier: plain,
    tools: plain,
  },
});

export const roomSessions = describe(RoomSession, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    roomId: plain,
    kind: plain,
    agentKey: personal,
    limits: plain,
    turns: plain,
    failures: plain,
    waitsForPeople: plain,
    lastSaidAt: plain,
    summary: personal,
    summarisedTo: plain,
    reason: plain,
    endedAt: plain,
  },
});

/** What somebody said in the room of another goes with whoever said it; what agents answered stays. */
export const roomTurns = describe(RoomTurn, {
  whose: { where: 'user_id = $1 or said_by = $1' },
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    roomId: plain,
    sessionId: plain,
    kind: plain,
    state: plain,
    saidBy: personal,
    agentKey: personal,
    addressedTo: personal,
    why: personal,
    text: personal,
    saidAt: plain,
  },
});

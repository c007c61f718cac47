// The columns of rooms. All that stands in a room is its owner's, and goes with them.
import { Room, RoomAgent } from '../../rooms/room.entity.ts';
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

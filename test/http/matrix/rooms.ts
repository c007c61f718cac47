// Rooms in the matrix. What is shared has its own test: test/http/rooms/sharing.test.ts.
import { expect, vi } from 'vitest';
import { PATIENCE } from '../../harness/patience.ts';
import type { Actor } from './actor.ts';
import { plain, type Entries, type Entry } from './entry.ts';

export async function room(who: Actor): Promise<string> {
  return (await who.expect('POST', '/v1/rooms', { name: who.canary })).id;
}

let agents = 0;
/** A new one each time: the last attempt may have taken it away. */
async function agent(who: Actor): Promise<string> {
  const key = `a${(agents += 1)}`;
  const roomId = await room(who);
  await who.expect('POST', `/v1/rooms/${roomId}/agents`, { agent_key: key, name: 'A', persona: who.canary });
  return `${roomId}/${key}`;
}

interface Talked {
  roomId: string;
  sessionId: string;
  /** Of what was said first. */
  postId: string;
}

/** A session in which it is for the people to go on. */
const talked = (who: Actor): Promise<Talked> => talkedUntil(who, { waits_for_people: true }, 40);
/** One that has ended. */
const over = (who: Actor): Promise<Talked> => talkedUntil(who, { status: 'ended' }, 1);

/** By itself nothing of it moves any more. */
async function talkedUntil(who: Actor, state: object, turns: number): Promise<Talked> {
  const [roomId] = (await agent(who)).split('/');
  const wanted = { opening: who.canary, limits: { turns } };
  const { id } = await who.expect('POST', `/v1/rooms/${roomId}/sessions`, wanted);
  const session = `/v1/room-sessions/${id}`;
  await vi.waitFor(async () => expect(await who.expect('GET', session)).toMatchObject(state), PATIENCE);
  const said = (await who.expect('GET', `${session}/turns`)).turns;
  return { roomId: roomId!, sessionId: id, postId: said[0].id };
}

const oneSession: Entry = { ask: async (who) => ({ path: { id: (await who.have(talked)).sessionId } }) };
const oneRoom: Entry = { ask: async (who) => ({ path: { id: await who.have(room) } }) };

export const ROOMS: Entries = {
  createRoom: { ask: (who) => ({ body: { name: who.canary } }) },
  listRooms: plain,
  readRoom: oneRoom,
  changeRoom: { ask: async (who) => ({ path: { id: await who.have(room) }, body: { name: who.canary } }) },
  deleteRoom: { ask: async (who) => ({ path: { id: await room(who) } }) },
  addRoomAgent: {
    ask: async (who) => ({
      path: { id: await who.have(room) },
      body: { agent_key: `b${(agents += 1)}`, name: 'B', persona: who.canary },
    }),
  },
  listRoomAgents: oneRoom,
  openRoomSession: {
    ask: async (who) => {
      const { roomId, sessionId } = await who.have(talked);
      return { path: { id: roomId }, body: { session_id: sessionId, opening: who.canary } };
    },
    clientMade: ['session_id'],
  },
  listRoomSessions: oneRoom,
  readRoomSession: oneSession,
  postInRoomSession: {
    ask: async (who) => {
      const { sessionId, postId } = await who.have(talked);
      return { path: { id: sessionId }, body: { post_id: postId, text: who.canary } };
    },
    clientMade: ['post_id'],
  },
  stopRoomSession: { ask: async (who) => ({ path: { id: (await who.have(over)).sessionId } }) },
  listRoomTurns: oneSession,
  readRoomUsage: oneRoom,
  removeRoomAgent: {
    ask: async (who) => {
      const [id, agent_key] = (await agent(who)).split('/');
      return { path: { id: id!, agent_key: agent_key! } };
    },
  },
};

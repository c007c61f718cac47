// Rooms in the matrix. What is shared has its own test: test/http/rooms/sharing.test.ts.
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
  removeRoomAgent: {
    ask: async (who) => {
      const [id, agent_key] = (await agent(who)).split('/');
      return { path: { id: id!, agent_key: agent_key! } };
    },
  },
};

// Chat in the matrix.
import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import type { Entries } from './entry.ts';

/** Something said and answered, as it was sent. */
async function said(who: Actor): Promise<{ message: string; message_id: string; conversation_id: string }> {
  const body = { message: `Hello from ${who.canary}`, message_id: randomUUID() };
  const { conversation_id } = await who.expect('POST', '/v1/chat/messages', body);
  return { ...body, conversation_id };
}

export const CONVERSATIONS: Entries = {
  sayToCoach: { clientMade: ['message_id'], ask: async (who) => ({ body: await who.have(said) }) },
  readReply: { ask: async (who) => ({ path: { id: (await who.have(said)).message_id } }) },
  stopTurn: { ask: async (who) => ({ path: { id: (await who.have(said)).message_id } }) },
  listConversations: { ask: () => ({}) },
  listMessages: { ask: async (who) => ({ path: { id: (await who.have(said)).conversation_id } }) },
};

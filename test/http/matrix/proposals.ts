// Proposals in the matrix: made as a client with a key that may not write makes them.
import { bearer, type Actor } from './actor.ts';
import type { Entries } from './entry.ts';
import { plain } from './entry.ts';
import { farAway } from './tasks.ts';
import { callTool } from './tools.ts';

/** The id of one that waits. */
export async function proposal(who: Actor): Promise<string> {
  const scopes = ['tasks:read', 'tasks:write'];
  const { id, key } = await who.expect('POST', '/v1/account/api-keys', { name: 'a client', scopes });
  const input = { title: who.canary, starts_at: farAway(), force: true };
  const { verdict, output } = await callTool(bearer(who.api, 'a key', key), 'create_task', input);
  await who.expect('DELETE', `/v1/account/api-keys/${id}`);
  if (verdict !== 'done' || !output.proposal) throw new Error(`${verdict}: ${JSON.stringify(output)}`);
  return output.proposal.id;
}

export const PROPOSALS: Entries = {
  listProposals: plain,
  readProposal: { ask: async (who) => ({ path: { id: await who.have(proposal) } }) },
  applyProposal: { ask: async (who) => ({ path: { id: await proposal(who) } }) },
  refuseProposal: { ask: async (who) => ({ path: { id: await proposal(who) } }) },
};

// Organisations in the matrix.
import { randomUUID } from 'node:crypto';
import { newcomer, type Actor } from './actor.ts';
import { plain, type Entries, type Entry } from './entry.ts';

/** The id of a team that they own. */
export async function team(who: Actor): Promise<string> {
  return (await who.expect('POST', '/v1/orgs', { name: `Team of ${who.canary}` })).id;
}

/** Makes a member of `guest`. */
export async function join(owner: Actor, orgId: string, guest: Actor): Promise<void> {
  const { email } = guest.session;
  const { token } = await owner.expect('POST', `/v1/orgs/${orgId}/invitations`, { email });
  await guest.expect('POST', '/v1/invitations/acceptance', { token });
}

/** The id of somebody in their team. */
async function teammate(who: Actor): Promise<string> {
  const guest = await newcomer(who, 'Teammate');
  await join(who, await who.have(team), guest);
  return guest.session.userId;
}

const stranger = () => `${randomUUID()}@example.com`;

/** The id of an invitation that they sent. */
async function invitation(who: Actor): Promise<string> {
  const path = `/v1/orgs/${await who.have(team)}/invitations`;
  return (await who.expect('POST', path, { email: stranger() })).id;
}

/** The token of an invitation that they got. */
async function invited(who: Actor): Promise<string> {
  const host = await newcomer(who, 'Host');
  const path = `/v1/orgs/${await host.have(team)}/invitations`;
  return (await host.expect('POST', path, { email: who.session.email })).token;
}

const ofTeam = (body?: () => Record<string, unknown>): Entry => ({
  isOfTeam: true,
  ask: async (who) => ({ path: { id: await who.have(team) }, ...(body && { body: body() }) }),
});
const ofTeammate = (body?: Record<string, unknown>): Entry => ({
  isOfTeam: true,
  ask: async (who) => ({
    path: { id: await who.have(team), user_id: await who.have(teammate) },
    ...(body && { body }),
  }),
});

export const ORGS: Entries = {
  listOrganisations: plain,
  createOrganisation: { ask: (who) => ({ body: { name: who.canary } }) },
  readOrganisation: ofTeam(),
  renameOrganisation: ofTeam(() => ({ name: `Renamed ${randomUUID()}` })),
  listMembers: ofTeam(),
  changeRole: ofTeammate({ role: 'admin' }),
  removeMember: ofTeammate(),
  listInvitations: ofTeam(),
  invitePerson: ofTeam(() => ({ email: stranger(), role: 'member' })),
  revokeInvitation: {
    isOfTeam: true,
    ask: async (who) => ({
      path: { id: await who.have(team), invitation_id: await who.have(invitation) },
    }),
  },
  acceptInvitation: {
    isOfPerson: true,
    capabilities: ['token'],
    ask: async (who) => ({ body: { token: await who.have(invited) } }),
  },
};

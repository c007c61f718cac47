// The team: made, joined and waiting for Dora, each step only where it has not happened yet.
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { acceptInvitation } from '../orgs/accept-invitation.ts';
import { createOrg } from '../orgs/create-org.ts';
import { invitePerson } from '../orgs/invite-person.ts';
import { listInvitations } from '../orgs/list-invitations.ts';
import { listOrgs } from '../orgs/list-orgs.ts';
import { listMembers } from '../orgs/read-member.ts';
import { CAST, TEAM, type CastName } from './cast.ts';

export interface SeededTeam {
  orgId: string;
  /** For Dora, where she was invited just now; nobody can read it later. */
  invitationToken: string | null;
}

const PAGE = { limit: 100, after: null };

export async function seedTeam(store: Store, people: Record<CastName, Actor>): Promise<SeededTeam> {
  const owner = people[TEAM.owner];
  const orgId = await asPerson(store, owner, findOrMake);
  const asOwner = <T>(work: (ctx: Ctx) => Promise<T>) => asPerson(store, { ...owner, orgId }, work);

  const { members } = await asOwner((ctx) => listMembers(ctx, PAGE));
  const belongs = (name: CastName) => members.some(({ userId }) => userId === people[name].userId);
  for (const { name, role } of TEAM.members) {
    if (belongs(name)) continue;
    const { token } = await asOwner((ctx) => invitePerson(ctx, { email: CAST[name].email, role }));
    await asPerson(store, people[name], (ctx) => acceptInvitation(ctx, { token }));
  }

  const { name, role } = TEAM.invited;
  const { email } = CAST[name];
  const open = await asOwner(listInvitations);
  if (belongs(name) || open.some((invitation) => invitation.email === email))
    return { orgId, invitationToken: null };
  const { token } = await asOwner((ctx) => invitePerson(ctx, { email, role }));
  return { orgId, invitationToken: token };
}

async function findOrMake(ctx: Ctx): Promise<string> {
  const { orgs } = await listOrgs(ctx, PAGE);
  const known = orgs.find(({ name, role }) => name === TEAM.name && role === 'owner');
  return (known ?? (await createOrg(ctx, { name: TEAM.name }))).id;
}

// The REST door of organisations: where one belongs, who else does, and who is invited. The organisation is the one in the path.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import {
  invitationJson,
  invitedRole,
  memberJson,
  newInvitationJson,
  orgJson,
  orgName,
  presentInvitation,
  presentMember,
  presentOrg,
  role,
} from '../http/json/org.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, createRoutes, jsonBody, operation } from '../http/operation.ts';
import { email, byId, id, nextCursor, page } from '../http/schemas.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changeRole } from './change-role.ts';
import { createOrg } from './create-org.ts';
import { findHome } from './find-home.ts';
import { inOrg } from './in-org.ts';
import { invitePerson } from './invite-person.ts';
import { listInvitations } from './list-invitations.ts';
import { listOrgs } from './list-orgs.ts';
import { listMembers } from './read-member.ts';
import { readOrg } from './read-org.ts';
import { removeMember } from './remove-member.ts';
import { renameOrg } from './rename-org.ts';
import { revokeInvitation } from './revoke-invitation.ts';

const byMember = byId.extend({ user_id: id });
const byInvitation = byId.extend({ invitation_id: id });

const list = operation(
  { access: 'org:read', limit: 'crud' },
  {
    method: 'get',
    path: '/orgs',
    operationId: 'listOrganisations',
    summary: 'The organisations that you belong to',
    request: { query: page },
    responses: {
      200: answer('Oldest first.', z.strictObject({ orgs: z.array(orgJson), next_cursor: nextCursor })),
    },
  },
);

const create = operation(
  { access: 'session', limit: 'crud' },
  {
    method: 'post',
    path: '/orgs',
    operationId: 'createOrganisation',
    summary: 'Make a team, and be its owner',
    request: { body: jsonBody(z.strictObject({ name: orgName })) },
    responses: { 201: answer('Made.', orgJson) },
  },
);

const read = operation(
  { access: 'org:read', limit: 'crud' },
  {
    method: 'get',
    path: '/orgs/{id}',
    operationId: 'readOrganisation',
    summary: 'One organisation, and your role in it',
    request: { params: byId },
    responses: { 200: answer('The organisation.', orgJson) },
  },
);

const rename = operation(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'patch',
    path: '/orgs/{id}',
    operationId: 'renameOrganisation',
    summary: 'Give it another name (owners and admins)',
    request: { params: byId, body: jsonBody(z.strictObject({ name: orgName })) },
    responses: { 200: answer('As it is now.', orgJson) },
  },
);

const people = operation(
  { access: 'org:read', limit: 'crud' },
  {
    method: 'get',
    path: '/orgs/{id}/members',
    operationId: 'listMembers',
    summary: 'Who belongs to an organisation',
    request: { params: byId, query: page },
    responses: {
      200: answer('One page.', z.strictObject({ members: z.array(memberJson), next_cursor: nextCursor })),
    },
  },
);

const promote = operation(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW', 'LAST_OWNER'] },
  {
    method: 'patch',
    path: '/orgs/{id}/members/{user_id}',
    operationId: 'changeRole',
    summary: 'Give a member another role (admins among admins and members, owners among all)',
    request: { params: byMember, body: jsonBody(z.strictObject({ role })) },
    responses: { 200: answer('The member.', memberJson) },
  },
);

const remove = operation(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW', 'LAST_OWNER', 'ORG_PERSONAL'] },
  {
    method: 'delete',
    path: '/orgs/{id}/members/{user_id}',
    operationId: 'removeMember',
    summary: 'Remove a member, or leave: what is theirs there stays, unseen, and reminds nobody',
    request: { params: byMember },
    responses: { 204: { description: 'No longer a member.' } },
  },
);

const invitations = operation(
  { access: 'org:read', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'get',
    path: '/orgs/{id}/invitations',
    operationId: 'listInvitations',
    summary: 'The invitations that can still be accepted (owners and admins)',
    request: { params: byId },
    responses: {
      200: answer(
        'Newest first, a hundred at most.',
        z.strictObject({ invitations: z.array(invitationJson) }),
      ),
    },
  },
);

const invite = operation(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW', 'ORG_PERSONAL', 'INVITATIONS_FULL'] },
  {
    method: 'post',
    path: '/orgs/{id}/invitations',
    operationId: 'invitePerson',
    summary: 'Invite an e-mail address for seven days (owners and admins); an older invitation of it ends',
    request: {
      params: byId,
      body: jsonBody(z.strictObject({ email, role: invitedRole.default('member') })),
    },
    responses: { 201: answer('Whether the address has an account is not looked up.', newInvitationJson) },
  },
);

const revoke = operation(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'delete',
    path: '/orgs/{id}/invitations/{invitation_id}',
    operationId: 'revokeInvitation',
    summary: 'Take an invitation back (owners and admins)',
    request: { params: byInvitation },
    responses: { 204: { description: 'Nobody can accept it any more.' } },
  },
);

const accept = operation(
  { access: 'session', limit: 'crud', problems: ['INVITATION_UNKNOWN'] },
  {
    method: 'post',
    path: '/invitations/acceptance',
    operationId: 'acceptInvitation',
    summary: 'Join the organisation that invited your e-mail address',
    request: { body: jsonBody(z.strictObject({ token: z.string().min(1).max(200) })) },
    responses: { 200: answer('The organisation; your token can select it with X-Org-Id.', orgJson) },
  },
);

export function orgRoutes(ports: OncePorts): OpenAPIHono<Env> {
  const { orm } = ports;
  const app = createRoutes();

  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { orgs, nextCursor } = await asPerson(orm, c.var.person, async (ctx) =>
      isOfOneOrg(c)
        ? { orgs: [await readOrg(ctx)], nextCursor: null }
        : listOrgs(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ orgs: orgs.map(presentOrg), next_cursor: nextCursor }, 200);
  });

  app.openapi(create, (c) =>
    writeOnce(c, ports, 201, async (ctx) => {
      const org = await createOrg(ctx, c.req.valid('json'));
      return { body: presentOrg(org), location: `/v1/orgs/${org.id}` };
    }),
  );

  app.openapi(read, async (c) =>
    c.json(presentOrg(await asPerson(orm, personIn(c, c.req.valid('param').id), readOrg)), 200),
  );

  app.openapi(rename, (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({
      body: presentOrg(await inPath(c, ctx, (there) => renameOrg(there, c.req.valid('json')))),
    })),
  );

  app.openapi(people, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { members, nextCursor } = await asPerson(orm, personIn(c, c.req.valid('param').id), (ctx) =>
      listMembers(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ members: members.map(presentMember), next_cursor: nextCursor }, 200);
  });

  app.openapi(promote, (c) => {
    const userId = c.req.valid('param').user_id;
    return writeOnce(c, ports, 200, async (ctx) => ({
      body: presentMember(
        await inPath(c, ctx, (there) => changeRole(there, { userId, role: c.req.valid('json').role })),
      ),
    }));
  });

  app.openapi(remove, async (c) => {
    const { id: orgId, user_id: userId } = c.req.valid('param');
    const { person } = c.var;
    // The answer to a repeat is kept where the person still belongs afterwards.
    if (userId === person.userId && orgId === person.orgId)
      c.set('person', { userId, orgId: await asPerson(orm, person, findHome) });
    return writeOnce(c, ports, 204, async (ctx) => {
      await inPath(c, ctx, (there) => removeMember(there, { userId }));
      return { body: null };
    });
  });

  app.openapi(invitations, async (c) => {
    const open = await asPerson(orm, personIn(c, c.req.valid('param').id), listInvitations);
    return c.json({ invitations: open.map(presentInvitation) }, 200);
  });

  app.openapi(invite, (c) =>
    writeOnce(c, ports, 201, async (ctx) => {
      const { invitation, token } = await inPath(c, ctx, (there) => invitePerson(there, c.req.valid('json')));
      return { body: { ...presentInvitation(invitation), token } };
    }),
  );

  app.openapi(revoke, (c) => {
    const invitationId = c.req.valid('param').invitation_id;
    return writeOnce(c, ports, 204, async (ctx) => {
      await inPath(c, ctx, (there) => revokeInvitation(there, { invitationId }));
      return { body: null };
    });
  });

  app.openapi(accept, (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({
      body: presentOrg(await acceptInvitation(ctx, c.req.valid('json'))),
    })),
  );

  return app;
}

/** An API key speaks for one organisation, a person for each that they belong to. */
const isOfOneOrg = (c: Context<Env>): boolean => c.var.principal.via === 'api_key';

/** Who acts, in the organisation that the path names. Throws NOT_FOUND for another one than an API key's own. */
function personIn(c: Context<Env>, orgId: string): { orgId: string; userId: string } {
  if (isOfOneOrg(c) && orgId !== c.var.principal.orgId) throw new FluxError('NOT_FOUND');
  return { orgId, userId: c.var.principal.userId };
}

/** `work` in that organisation, in the transaction of the write. */
const inPath = <T>(c: Context<Env>, ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inOrg(ctx, personIn(c, c.req.param('id') ?? '').orgId, work);

// The REST door of members: who belongs to an organisation, and as what.
import { z } from '@hono/zod-openapi';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId, id, nextCursor, page } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { changeRole } from './change-role.ts';
import { findHome } from './find-home.ts';
import { memberJson, presentMember, role } from './org-json.ts';
import { inPath, personIn } from './org-routes.ts';
import { listMembers } from './read-member.ts';
import { removeMember } from './remove-member.ts';

const byMember = byId.extend({ user_id: id });

export const members = endpoint(
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
  (ports: OncePorts) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { members, nextCursor } = await asPerson(ports, personIn(c, c.req.valid('param').id), (ctx) =>
      listMembers(ctx, { limit, after: cursor ?? null }),
    );
    return c.json({ members: members.map(presentMember), next_cursor: nextCursor }, 200);
  },
);

export const giveRole = endpoint(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW', 'LAST_OWNER'] },
  {
    method: 'patch',
    path: '/orgs/{id}/members/{user_id}',
    operationId: 'changeRole',
    summary: 'Give a member another role (admins among admins and members, owners among all)',
    request: { params: byMember, body: jsonBody(z.strictObject({ role })) },
    responses: { 200: answer('The member.', memberJson) },
  },
  (ports: OncePorts) => (c) => {
    const userId = c.req.valid('param').user_id;
    return writeOnce(c, ports, 200, async (ctx) => ({
      body: presentMember(
        await inPath(c, ctx, (there) => changeRole(there, { userId, role: c.req.valid('json').role })),
      ),
    }));
  },
);

export const remove = endpoint(
  {
    access: 'org:write',
    limit: 'crud',
    problems: ['ROLE_TOO_LOW', 'LAST_OWNER', 'ORG_PERSONAL'],
    endsStanding: true,
  },
  {
    method: 'delete',
    path: '/orgs/{id}/members/{user_id}',
    operationId: 'removeMember',
    summary: 'Remove a member, or leave: what is theirs there stays, unseen, and reminds nobody',
    request: { params: byMember },
    responses: { 204: { description: 'No longer a member.' } },
  },
  (ports: OncePorts) => async (c) => {
    const { id: orgId, user_id: userId } = c.req.valid('param');
    const { person } = c.var;
    // The answer to a repeat is kept where the person still belongs afterwards.
    if (userId === person.userId && orgId === person.orgId)
      c.set('person', { ...person, orgId: await asPerson(ports, person, findHome) });
    return writeOnce(c, ports, 204, async (ctx) => {
      await inPath(c, ctx, (there) => removeMember(there, { userId }));
      return { body: null };
    });
  },
);

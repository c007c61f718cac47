// The REST door of invitations: who was asked to join, and who says yes.
import { z } from '@hono/zod-openapi';
import type { Outbox } from '../emails/outbox.ts';
import { takeEmail } from '../emails/take-email.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId, email, id } from '../http/schemas.ts';
import { writeCounted } from '../http/write-counted.ts';
import { asPerson } from '../kernel/context.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { invitePerson, requireInviter } from './invite-person.ts';
import { mailInvitation } from './mail-invitation.ts';
import { listInvitations } from './list-invitations.ts';
import {
  invitationJson,
  invitedRole,
  newInvitationJson,
  orgJson,
  presentInvitation,
  presentOrg,
} from './org-json.ts';
import { inPath, personIn } from './org-routes.ts';
import { revokeInvitation } from './revoke-invitation.ts';

export interface InvitationPorts extends OncePorts {
  outbox: Outbox;
  limiter: Limiter;
}

const byInvitation = byId.extend({ invitation_id: id });

export const invitations = endpoint(
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
  (ports: OncePorts) => async (c) => {
    const open = await asPerson(ports, personIn(c, c.req.valid('param').id), listInvitations);
    return c.json({ invitations: open.map(presentInvitation) }, 200);
  },
);

export const invite = endpoint(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW', 'ORG_PERSONAL', 'INVITATIONS_FULL'] },
  {
    method: 'post',
    path: '/orgs/{id}/invitations',
    operationId: 'invitePerson',
    summary:
      'Invite an e-mail address for seven days (owners and admins), by mail as well; an older invitation of it ends',
    request: {
      params: byId,
      body: jsonBody(z.strictObject({ email, role: invitedRole.default('member') })),
    },
    responses: { 201: answer('Whether the address has an account is not looked up.', newInvitationJson) },
  },
  (ports: InvitationPorts) => (c) => {
    const { email: address } = c.req.valid('json');
    return writeCounted(c, ports, 201, {
      may: (ctx) => inPath(c, ctx, requireInviter),
      count: async () => {
        const asker = c.var.principal.userId;
        if (ports.outbox.isOpen) await takeEmail(ports.limiter, { mail: 'invitation', asker, address });
      },
      work: async (ctx) => {
        const made = await inPath(c, ctx, async (there) => {
          const invited = await invitePerson(there, c.req.valid('json'));
          await mailInvitation(ports.outbox, there, invited);
          return invited;
        });
        return { body: { ...presentInvitation(made.invitation), token: made.token } };
      },
    });
  },
);

export const revoke = endpoint(
  { access: 'org:write', limit: 'crud', problems: ['ROLE_TOO_LOW'] },
  {
    method: 'delete',
    path: '/orgs/{id}/invitations/{invitation_id}',
    operationId: 'revokeInvitation',
    summary: 'Take an invitation back (owners and admins)',
    request: { params: byInvitation },
    responses: { 204: { description: 'Nobody can accept it any more.' } },
  },
  (ports: OncePorts) => (c) => {
    const invitationId = c.req.valid('param').invitation_id;
    return writeOnce(c, ports, 204, async (ctx) => {
      await inPath(c, ctx, (there) => revokeInvitation(there, { invitationId }));
      return { body: null };
    });
  },
);

export const accept = endpoint(
  { access: 'session', limit: 'crud', problems: ['INVITATION_UNKNOWN', 'ORGS_TOO_MANY'] },
  {
    method: 'post',
    path: '/invitations/acceptance',
    operationId: 'acceptInvitation',
    summary: 'Join the organisation that invited your e-mail address',
    request: { body: jsonBody(z.strictObject({ token: z.string().min(1).max(200) })) },
    responses: { 200: answer('The organisation; your token can select it with X-Org-Id.', orgJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({
      body: presentOrg(await acceptInvitation(ctx, c.req.valid('json'))),
    })),
);

// What organisations, their members and invitations look like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant, words } from '../http/schemas.ts';
import type { InvitationView } from './invitation.ts';
import { ORG_KINDS, type OrgView } from './org-view.ts';
import type { MemberView } from './read-member.ts';
import { INVITED_ROLES, ROLES } from './roles.ts';

export const orgName = words(80);
export const role = z.enum(ROLES);
export const invitedRole = z.enum(INVITED_ROLES);

export const orgJson = z
  .strictObject({
    id,
    name: z.string(),
    kind: z.enum(ORG_KINDS).describe('Nobody joins or leaves a personal organisation.'),
    role: role.describe('Your own.'),
    created_at: instant,
  })
  .openapi('Organisation');

export const presentOrg = (org: OrgView): z.infer<typeof orgJson> => ({
  id: org.id,
  name: org.name,
  kind: org.kind,
  role: org.role,
  created_at: org.createdAt.toISOString(),
});

export const memberJson = z
  .strictObject({
    user_id: id,
    name: z.string().nullable(),
    email: z.string().nullable().describe('Only owners and admins see it.'),
    role,
    joined_at: instant,
  })
  .openapi('Member');

export const presentMember = (member: MemberView): z.infer<typeof memberJson> => ({
  user_id: member.userId,
  name: member.name,
  email: member.email,
  role: member.role,
  joined_at: member.joinedAt.toISOString(),
});

const invitation = {
  id,
  email: z.string(),
  role: invitedRole,
  invited_by: id.describe('The person.'),
  created_at: instant,
  expires_at: instant,
};

export const invitationJson = z.strictObject(invitation).openapi('Invitation');

export const presentInvitation = (view: InvitationView): z.infer<typeof invitationJson> => ({
  id: view.id,
  email: view.email,
  role: view.role,
  invited_by: view.invitedBy,
  created_at: view.createdAt.toISOString(),
  expires_at: view.expiresAt.toISOString(),
});

// Not an extension of the invitation: in OpenAPI that is both at once, and a closed object cannot be.
export const newInvitationJson = z
  .strictObject({
    ...invitation,
    token: z
      .string()
      .describe(
        'Shown this once. It is mailed to that address where e-mail is configured; else pass it on yourself. Whoever signs in with that address accepts with it.',
      ),
  })
  .openapi('NewInvitation');

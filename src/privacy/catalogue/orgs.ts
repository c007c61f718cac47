// The columns of organisations. One goes with its last person; what others have in it stays as it is.
import { Invitation, Member, Org } from '../../orgs/org.entity.ts';
import { describe, personal, plain, secret } from './entry.ts';

export const orgs = describe(Org, {
  whose: 'organisation',
  rows: 'deleted',
  kept: 'as long as somebody belongs to it',
  columns: { id: plain, name: personal, kind: plain, createdAt: plain },
});

export const members = describe(Member, {
  whose: 'user_id',
  rows: 'deleted',
  kept: 'as long as the person belongs to the organisation',
  columns: { orgId: plain, userId: personal, role: plain, createdAt: plain },
});

/** Of who is invited, by their address, and of who invited them: either takes it along. */
export const invitations = describe(Invitation, {
  whose: {
    where: 'invited_by = $1 or accepted_by = $1 or email = (select email from users where id = $1)',
  },
  rows: 'deleted',
  columns: {
    id: plain,
    orgId: plain,
    createdAt: plain,
    email: {
      sort: 'personal',
      export: { not: 'of somebody else, but for the invitations that the person was given themselves' },
    },
    role: plain,
    tokenHash: secret('whoever has the token may join'),
    invitedBy: personal,
    expiresAt: plain,
    acceptedAt: plain,
    acceptedBy: { sort: 'personal', export: { not: 'it may be somebody else' } },
    revokedAt: plain,
  },
});

// Lists the invitations that somebody could still accept.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { viewInvitation, type InvitationView } from './invitation.ts';
import { Invitation } from './org.entity.ts';
import { readOrg } from './read-org.sql.ts';
import { may } from './roles.ts';

/** Newest first; never more than a hundred. Throws NOT_FOUND and ROLE_TOO_LOW. */
export async function listInvitations(ctx: Ctx): Promise<InvitationView[]> {
  const { role } = await readOrg(ctx);
  if (!may(role, 'see_invitations')) throw new FluxError('ROLE_TOO_LOW');
  const open = await ctx.em.find(
    Invitation,
    { orgId: ctx.orgId, acceptedAt: null, revokedAt: null, expiresAt: { $gt: new Date() } },
    { orderBy: { createdAt: 'desc', id: 'desc' } },
  );
  return open.map(viewInvitation);
}

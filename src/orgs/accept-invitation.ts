// Makes a member of whoever holds an invitation's token and signed in with the address that it was meant for.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import { hashInvitationToken } from './invitation.ts';
import { requireRoom } from './require-room.ts';
import { viewOrg, type OrgRow, type OrgView } from './org-view.ts';

/**
 * Resolves to the organisation. Somebody who belongs to it already keeps their role. Throws INVITATION_UNKNOWN, the
 * same for a token that is unknown, somebody else's, used, revoked or expired; and ORGS_TOO_MANY, after which it can
 * still be accepted.
 */
export async function acceptInvitation(ctx: Ctx, { token }: { token: string }): Promise<OrgView> {
  const [org] = await callFunction<OrgRow>(ctx, 'accept_invitation', hashInvitationToken(token));
  if (!org) throw new FluxError('INVITATION_UNKNOWN');
  await requireRoom(ctx);
  return viewOrg(org);
}

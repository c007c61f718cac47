// Takes an invitation back.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Invitation } from './org.entity.ts';
import { readOrg } from './read-org.sql.ts';
import { may } from './roles.ts';

/** Throws ROLE_TOO_LOW, and NOT_FOUND also for an invitation that is accepted, revoked or expired. */
export async function revokeInvitation(ctx: Ctx, input: { invitationId: string }): Promise<void> {
  const { role } = await readOrg(ctx);
  if (!may(role, 'revoke_invitations')) throw new FluxError('ROLE_TOO_LOW');
  const now = new Date();
  const revoked = await ctx.em.nativeUpdate(
    Invitation,
    {
      id: input.invitationId,
      orgId: ctx.orgId,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { $gt: now },
    },
    { revokedAt: now },
  );
  if (revoked === 0) throw new FluxError('NOT_FOUND');
}

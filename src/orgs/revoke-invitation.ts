// Takes invitations back.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Invitation } from './org.entity.ts';
import { readOrg } from './read-org.ts';
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

/**
 * Before somebody is removed, or may invite no more: what they promised to others ends, and what was promised to them. Only a
 * manager may call it.
 */
export async function withdrawInvitations(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  await ctx.em.execute(
    `update invitations set revoked_at = now()
     where org_id = ? and accepted_at is null and revoked_at is null
       and (invited_by = ? or email = (select email from describe_members(array[?::uuid])))`,
    [ctx.orgId, userId, userId],
  );
}

// Ends a membership: somebody is removed, or leaves. What is theirs there stays, and nobody sees it any more.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import { holdOrg } from './hold-org.sql.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { Member } from './org.entity.ts';
import { withdrawInvitations } from './withdraw-invitations.sql.ts';
import { may, mayRemove } from './roles.ts';

/** Throws NOT_FOUND, ROLE_TOO_LOW, LAST_OWNER, and ORG_PERSONAL for leaving an organisation that is only one's own. */
export async function removeMember(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  const { kind, role } = await holdOrg(ctx);
  const member = await ctx.em.findOne(Member, { orgId: ctx.orgId, userId });
  if (!member) return endResting(ctx, userId);
  const isLeaving = userId === ctx.userId;
  if (isLeaving && kind === 'personal') throw new FluxError('ORG_PERSONAL');
  if (!isLeaving && !mayRemove(role, member.role)) throw new FluxError('ROLE_TOO_LOW');
  if (member.role === 'owner') await keepAnOwner(ctx, member);
  if (may(role, 'revoke_invitations')) await withdrawInvitations(ctx, { userId });
  await ctx.em.nativeDelete(Member, { orgId: ctx.orgId, userId });
  ctx.tell({ kind: 'member_left' }, { orgId: ctx.orgId, userId });
}

/** Who waits for the erasure of their account has left, and would be back where they take it back: not any more. */
async function endResting(ctx: Ctx, userId: string): Promise<void> {
  const [row] = await callFunction<{ end_resting_membership: boolean }>(
    ctx,
    'end_resting_membership',
    userId,
  );
  if (!row?.end_resting_membership) throw new FluxError('NOT_FOUND');
}

// Gives a member another role.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { holdOrg } from './hold-org.sql.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { Member } from './org.entity.ts';
import { findMember, viewMembers, type MemberView } from './read-member.ts';
import { mayChangeRole, type Role } from './roles.ts';
import { withdrawInvitations } from './withdraw-invitations.sql.ts';

/** Throws NOT_FOUND, ROLE_TOO_LOW and LAST_OWNER. Safe to repeat. */
export async function changeRole(ctx: Ctx, input: { userId: string; role: Role }): Promise<MemberView> {
  const { role } = await holdOrg(ctx);
  const member = await findMember(ctx, input.userId);
  if (!mayChangeRole(role, member.role, input.role)) throw new FluxError('ROLE_TOO_LOW');
  if (member.role === 'owner' && input.role !== 'owner') await keepAnOwner(ctx, member);
  if (input.role === 'member') await withdrawInvitations(ctx, input);
  await ctx.em.nativeUpdate(Member, { orgId: ctx.orgId, userId: input.userId }, { role: input.role });
  const [view] = await viewMembers(ctx, [{ ...input, createdAt: member.createdAt }]);
  return view!;
}

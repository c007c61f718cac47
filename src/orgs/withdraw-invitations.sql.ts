// Takes back the invitations of somebody who leaves, and those to them.
import type { Ctx } from '../kernel/context.ts';

/**
 * Before somebody is removed, or may invite no more: what they promised to others ends, and what was promised to them.
 * Only a manager may call it.
 */
export async function withdrawInvitations(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  await ctx.em.execute(
    `update invitations set revoked_at = now()
     where org_id = ? and accepted_at is null and revoked_at is null
       and (invited_by = ? or email = (select email from describe_members(array[?::uuid])))`,
    [ctx.orgId, userId, userId],
  );
}

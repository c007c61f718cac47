// An organisation without an owner could never be managed again.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { Member } from './org.entity.ts';

/** Before an owner goes, while the organisation is held. Throws LAST_OWNER. */
export async function keepAnOwner(ctx: Ctx, going: { userId: string }): Promise<void> {
  const others = await ctx.em.count(Member, {
    orgId: ctx.orgId,
    role: 'owner',
    userId: { $ne: going.userId },
  });
  if (others === 0) throw new FluxError('LAST_OWNER');
}

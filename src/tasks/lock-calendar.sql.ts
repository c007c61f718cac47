// Makes everybody who writes into one person's calendar take turns: "is it free?" stays true until it is written.
import type { Ctx } from '../kernel/context.ts';
import type { StatementCtx } from '../kernel/sql.ts';

/**
 * Until the end of the transaction. Call it before looking, and after the locks on goals and tasks: everybody takes
 * them in this order, so that nobody waits in a circle. Keys may still be pointed at.
 */
export async function lockCalendar(ctx: Ctx | StatementCtx): Promise<void> {
  const values = [ctx.orgId, ctx.userId];
  if ('em' in ctx) await ctx.em.execute(lock('?', '?'), values);
  else ctx.ahead({ name: 'lock_calendar', text: lock('$1', '$2'), values });
}

const lock = (orgId: string, userId: string): string =>
  `select from profiles where org_id = ${orgId} and user_id = ${userId} for no key update`;

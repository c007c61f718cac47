// Makes everybody who writes into one person's calendar take turns: "is it free?" stays true until it is written.
import type { Ctx } from '../kernel/context.ts';
import { UNREAD } from '../kernel/send-late.ts';
import type { StatementCtx } from '../kernel/sql.ts';

declare const held: unique symbol;

/** A transaction that holds the calendar of its person. There is one way to get it: to wait for it. */
export type HoldsCalendar<In = Ctx> = In & { readonly [held]: true };

/**
 * Until the end of the transaction, in all organisations of the person; the settings of this one stay as they are as
 * well. Call it before looking, and after the locks on goals and tasks: everybody takes them in this order, so that
 * nobody waits in a circle. Keys may still be pointed at.
 */
export async function lockCalendar<In extends Ctx | StatementCtx>(ctx: In): Promise<HoldsCalendar<In>> {
  const values = [ctx.orgId, ctx.userId];
  const either: Ctx | StatementCtx = ctx;
  if ('em' in either) await either.em.execute(`/* ${UNREAD} */ ${lock('?', '?')}`, values);
  else either.ahead({ name: 'lock_calendar', text: lock('$1', '$2'), values });
  return ctx as HoldsCalendar<In>;
}

const lock = (orgId: string, userId: string): string =>
  `select pg_advisory_xact_lock(hashtextextended(user_id::text, 7301966)) from profiles
  where org_id = ${orgId} and user_id = ${userId} for no key update`;

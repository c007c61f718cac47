// Applies changes that waited for a cooling-off, once their moment has come.
import type { Ctx } from '../kernel/context.ts';
import { UNREAD } from '../kernel/send-late.ts';
import type { StatementCtx } from '../kernel/sql.ts';

/**
 * What is due counts from the next statement on, in the ledger by the door at which it was said. No round trip; an
 * index is looked at, and nobody is locked where nothing is due.
 */
export async function applyEasings(ctx: Ctx | StatementCtx): Promise<void> {
  if ('em' in ctx) await ctx.em.execute(`/* ${UNREAD} */ ${APPLY}`);
  else ctx.ahead({ name: 'apply_easings', text: APPLY, values: [] });
}

const APPLY = 'select apply_easings()';

// Holds a task until the end of the transaction, so that a rung and an answer take turns.
import type { Ctx } from '../kernel/context.ts';
import { UNREAD } from '../kernel/send-late.ts';
import type { StatementCtx } from '../kernel/sql.ts';

/** A statement of its own: what is read after it is what the last holder left. Keys may still be pointed at. */
export async function lockTask(ctx: Ctx | StatementCtx, taskId: string): Promise<void> {
  if ('em' in ctx) await ctx.em.execute(`/* ${UNREAD} */ ${lock('?')}`, [taskId]);
  else ctx.ahead({ name: 'lock_task', text: lock('$1'), values: [taskId] });
}

const lock = (id: string): string => `select from tasks where id = ${id} for no key update`;

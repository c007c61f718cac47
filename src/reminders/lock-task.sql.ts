// Holds a task until the end of the transaction, so that a rung and an answer take turns.
import type { Ctx } from '../kernel/context.ts';

/** A statement of its own: what is read after it is what the last holder left. Keys may still be pointed at. */
export async function lockTask({ em }: Ctx, taskId: string): Promise<void> {
  await em.execute(`select from tasks where id = ? for no key update`, [taskId]);
}

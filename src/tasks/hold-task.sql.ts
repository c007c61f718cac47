// Holds a task until the end of the transaction, and reads it as its last holder left it, for whoever answers it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { HELD_TASK, heldTaskOf, type HeldColumn, type HeldTask } from './held-task.ts';
import { lockTask } from './lock-task.sql.ts';

/** One round trip. Throws NOT_FOUND, also for a task of somebody else. */
export async function holdTask(ctx: Ctx, taskId: string): Promise<HeldTask> {
  await lockTask(ctx, taskId);
  const [row]: { held: HeldColumn }[] = await ctx.em.execute(HOLD, [taskId]);
  if (!row) throw new FluxError('NOT_FOUND');
  return heldTaskOf(row.held);
}

const HOLD = `
  select ${HELD_TASK} from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id where t.id = ?`;

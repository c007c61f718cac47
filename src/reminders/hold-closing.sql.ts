// What the end of a ladder depends on, with the task held until the end of the transaction.
import type { Ctx } from '../kernel/context.ts';
import type { Task } from '../tasks/task.entity.ts';

export interface Closing {
  status: Task['status'];
  settledVia: string | null;
  /** Epoch milliseconds. */
  missedAtMs: number;
}

/** Null for a task that is not there any more, or has moved since. */
export async function holdClosing(
  { em }: Ctx,
  { taskId, generation }: { taskId: string; generation: number },
): Promise<Closing | null> {
  const [closing]: Closing[] = await em.execute(CLOSING, [taskId, generation]);
  return closing ?? null;
}

const CLOSING = `
  select t.status, t.settled_via as "settledVia",
    (extract(epoch from t.starts_at) * 1000 + p.escalation_window_ms)::float8 as "missedAtMs"
  from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  where t.id = ? and t.generation = ? for no key update of t`;

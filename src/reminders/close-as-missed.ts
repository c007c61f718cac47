// The end of the ladder: nobody answered. A task is never called missed before its own time has come and one window has passed.
import type { Ctx } from '../kernel/context.ts';
import { isOpen, settle } from '../tasks/settle-task.ts';
import type { Task } from '../tasks/task.entity.ts';

export type Closed = { kind: 'missed' } | { kind: 'over' } | { kind: 'later'; waitMs: number };

/** Safe to repeat: a task that this ladder closed before is `missed` again. */
export async function closeAsMissed(ctx: Ctx, ref: { taskId: string; generation: number }): Promise<Closed> {
  const [task]: Closing[] = await ctx.em.execute(CLOSING, [ref.taskId, ref.generation]);
  if (!task) return { kind: 'over' };
  if (!isOpen(task)) return task.settledVia === 'ladder' ? { kind: 'missed' } : { kind: 'over' };
  const waitMs = task.missedAtMs - Date.now();
  if (waitMs > 0) return { kind: 'later', waitMs };
  await settle(ctx, { taskId: ref.taskId, status: 'missed', via: 'ladder' });
  return { kind: 'missed' };
}

interface Closing {
  status: Task['status'];
  settledVia: string | null;
  /** Epoch milliseconds. */
  missedAtMs: number;
}

const CLOSING = `
  select t.status, t.settled_via as "settledVia",
    (extract(epoch from t.starts_at) * 1000 + p.escalation_window_ms)::float8 as "missedAtMs"
  from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  where t.id = ? and t.generation = ? for no key update of t`;

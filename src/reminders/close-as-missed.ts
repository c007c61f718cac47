// The end of the ladder: nobody answered. A task is never called missed before its own time has come and one window
// has passed.
import type { Ctx } from '../kernel/context.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { settle } from '../tasks/answer-task.ts';
import { holdClosing } from './hold-closing.sql.ts';

export type Closed = { kind: 'missed' } | { kind: 'over' } | { kind: 'later'; waitMs: number };

/** Safe to repeat: a task that this ladder closed before is `missed` again. */
export async function closeAsMissed(ctx: Ctx, ref: { taskId: string; generation: number }): Promise<Closed> {
  const task = await holdClosing(ctx, ref);
  if (!task) return { kind: 'over' };
  if (!isOpen(task)) return task.settledVia === 'ladder' ? { kind: 'missed' } : { kind: 'over' };
  const waitMs = task.missedAtMs - Date.now();
  if (waitMs > 0) return { kind: 'later', waitMs };
  await settle(ctx, { taskId: ref.taskId, status: 'missed' });
  return { kind: 'missed' };
}

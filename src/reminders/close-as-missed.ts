// The end of the ladder: nobody answered. A task is never called missed before its own time has come and one window has passed.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { findTask } from '../tasks/read-task.ts';
import { isOpen, settleTask } from '../tasks/settle-task.ts';

export type Closed = { kind: 'missed' } | { kind: 'over' } | { kind: 'later'; waitMs: number };

/** Safe to repeat: a task that this ladder closed before is `missed` again. */
export async function closeAsMissed(ctx: Ctx, ref: { taskId: string; generation: number }): Promise<Closed> {
  const task = await findTask(ctx, ref.taskId, 'lock');
  if (task.generation !== ref.generation) return { kind: 'over' };
  if (!isOpen(task)) return task.settledVia === 'ladder' ? { kind: 'missed' } : { kind: 'over' };
  const { escalationWindowMs } = await readProfile(ctx);
  const waitMs = task.startsAt.getTime() + escalationWindowMs - Date.now();
  if (waitMs > 0) return { kind: 'later', waitMs };
  await settleTask(ctx, { taskId: task.id, status: 'missed', via: 'ladder' });
  return { kind: 'missed' };
}

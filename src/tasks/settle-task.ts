// Settles a task as done or missed. The first answer wins; later ones are written down and change nothing.
import type { Ctx } from '../kernel/context.ts';
import { findTask, readTask, type TaskView } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { OPEN_STATUSES, Task, type AnswerChannel } from './task.entity.ts';
import type { Nudge } from './task-ref.ts';

/** For so long after the ladder gave up, "done" still counts. */
const GRACE_MS = 24 * 3_600_000;

export interface SettleTask {
  taskId: string;
  status: 'done' | 'missed';
  via: AnswerChannel;
}

export interface Settled {
  /** This answer decided. */
  first: boolean;
  nudge: Nudge;
}

/** Settles it and shows it to the person who answered. Throws NOT_FOUND. Safe to repeat. */
export async function settleTask(ctx: Ctx, input: SettleTask): Promise<Settled & { task: TaskView }> {
  const settled = await settle(ctx, input);
  return { ...settled, task: await readTask(ctx, { taskId: input.taskId }) };
}

/** The same where nobody looks. */
export async function settle(ctx: Ctx, input: SettleTask): Promise<Settled> {
  const task = await findTask(ctx, input.taskId, 'lock');
  const first = isOpen(task) || isWithinGrace(task, input);
  if (first) {
    await ctx.em.nativeUpdate(
      Task,
      { id: task.id },
      { status: input.status, settledAt: new Date(), settledVia: input.via },
    );
    ctx.em.clear();
  }
  await recordEvent(ctx, {
    taskId: task.id,
    kind: first ? input.status : 'late_answer',
    via: input.via,
  });
  return { first, nudge: { taskId: task.id, generation: task.generation } };
}

/** Whether the task is still to be done. */
export function isOpen(task: Pick<Task, 'status'>): boolean {
  return OPEN_STATUSES.some((status) => status === task.status);
}

function isWithinGrace(task: Task, { status }: SettleTask): boolean {
  const missedByLadder = task.status === 'missed' && task.settledVia === 'ladder';
  return status === 'done' && missedByLadder && Date.now() - (task.settledAt?.getTime() ?? 0) < GRACE_MS;
}

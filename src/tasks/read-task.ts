// Reads tasks as their person sees them: with the local time of the zone and what their reminder has done so far.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { readProfile } from '../account/read-profile.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { servedBy } from './served-by.ts';
import { Task } from './task.entity.ts';
import { viewOf, type TaskView } from './task-view.ts';

/** One task with its reminder's rungs. Throws NOT_FOUND, also for a task of somebody else. */
export async function readTask(ctx: Ctx, input: { taskId: string }): Promise<TaskView> {
  return viewTask(ctx, await findTask(ctx, input.taskId));
}

/** A row that is at hand, as its person sees it. */
export async function viewTask(ctx: Ctx, task: Task): Promise<TaskView> {
  const [view] = await viewTasks(ctx, [task]);
  return view!;
}

export interface TaskFilter {
  from?: Date | undefined;
  to?: Date | undefined;
  status?: Task['status'] | undefined;
  goalId?: string | undefined;
  limit: number;
  /** The cursor of the page before. */
  after?: string | null | undefined;
}

/** A page of tasks in order of time. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listTasks(
  ctx: Ctx,
  filter: TaskFilter,
): Promise<{ tasks: TaskView[]; nextCursor: string | null }> {
  const tasks = await ctx.em.find(
    Task,
    {
      ...(filter.status && { status: filter.status }),
      $and: [
        filter.goalId ? servedBy(filter.goalId) : {},
        filter.from ? { startsAt: { $gte: filter.from } } : {},
        filter.to ? { startsAt: { $lt: filter.to } } : {},
        behind(filter.after, 'startsAt', 'asc'),
      ],
    },
    { orderBy: { startsAt: 'asc', id: 'asc' }, limit: filter.limit + 1 },
  );
  const page = pageOf(tasks, filter.limit, (last) => cursorAfter(last.startsAt, last.id));
  return { tasks: await viewTasks(ctx, page.rows), nextCursor: page.nextCursor };
}

/** The row itself, for verbs. Throws NOT_FOUND. `lock` holds it until the end of the transaction. */
export async function findTask(ctx: Ctx, taskId: string, lock: 'lock' | 'read' = 'read'): Promise<Task> {
  const task = await ctx.em.findOne(
    Task,
    { id: taskId },
    // As it is now, whatever this transaction has seen of it before.
    { refresh: true, ...(lock === 'lock' && { lockMode: LockMode.PESSIMISTIC_WRITE }) },
  );
  if (!task) throw new FluxError('NOT_FOUND');
  return task;
}

/** Rows that are at hand, in their order, as their person sees them. */
export async function viewTasks(ctx: Ctx, tasks: Task[]): Promise<TaskView[]> {
  if (tasks.length === 0) return [];
  const { zone } = await readProfile(ctx);
  const rungs = await ctx.em.find(
    Dispatch,
    { taskId: { $in: tasks.map((task) => task.id) } },
    { orderBy: { id: 'asc' } },
  );
  return tasks.map((task) => {
    const own = rungs.filter((rung) => rung.taskId === task.id && rung.generation === task.generation);
    const reminder = own.map(({ step, state, reason, lastSentAt }) => ({
      step,
      state,
      reason: reason ?? null,
      at: lastSentAt,
    }));
    return viewOf(task, zone, reminder);
  });
}

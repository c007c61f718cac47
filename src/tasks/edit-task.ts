// Changes what a task says, how long it takes, or when it is. A reminder that runs uses the new words from its next
// rung on.
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { FluxError } from '../kernel/errors.ts';
import { beginGeneration } from './begin-generation.ts';
import { lockCalendar, type HoldsCalendar } from './lock-calendar.sql.ts';
import { findTask, viewTask } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { requireFree } from './require-free.ts';
import { isMovable, moveTask, staysSettled } from './reschedule-task.ts';
import { isLongPast } from './sensible-until.ts';
import type { TaskView } from './task-view.ts';
import { isOpen, Task } from './task.entity.ts';

export interface EditTask {
  taskId: string;
  title?: string | undefined;
  description?: string | undefined;
  durationMinutes?: number | undefined;
  startsAt?: Date | undefined;
  /** Whatever stands at the new time, and even if it has passed. */
  force?: boolean | undefined;
}

/**
 * What is not named stays. Throws NOT_FOUND, TASK_SETTLED (anything of one that was cancelled, time or length of one
 * that is settled; what was missed may be moved), GOAL_LET_GO, and TIME_TAKEN (an overlap, with the titles, or the
 * past).
 */
export async function editTask(
  ctx: Ctx,
  { taskId, startsAt, force, ...fields }: EditTask,
): Promise<TaskView> {
  const task = await findTask(ctx, taskId, 'lock');
  const isMoved = startsAt !== undefined && startsAt.getTime() !== task.startsAt.getTime();
  const changed = FIELDS.filter((field) => fields[field] !== undefined && fields[field] !== task[field]);
  if (!isMoved && changed.length === 0) return viewTask(ctx, task);

  const edited: Task = { ...task, ...Object.fromEntries(changed.map((field) => [field, fields[field]])) };
  const isRetimed = isMoved || changed.includes('durationMinutes');
  const isAllowed = isMoved ? isMovable(task) : isRetimed ? isOpen(task) : task.status !== 'cancelled';
  if (!isAllowed) throw staysSettled(task);
  const retimed: Task = { ...edited, ...(isMoved && { startsAt }) };
  const holder = isRetimed ? await takeTime(ctx, task, retimed, force) : null;
  if (changed.length > 0) await write(ctx, edited, changed);
  if (holder && isMoved) return viewTask(ctx, await moveTask(holder, edited, { startsAt }));
  if (!holder || !(await wakes(ctx, task, edited))) return viewTask(ctx, edited);
  return viewTask(ctx, await beginGeneration(holder, edited, { status: edited.status }));
}

const FIELDS = ['title', 'description', 'durationMinutes'] as const;

/** Only a new start and more minutes can be in anybody's way. */
async function takeTime(ctx: Ctx, before: Task, after: Task, force = false): Promise<HoldsCalendar> {
  const holder = await lockCalendar(ctx);
  const isMoved = after.startsAt.getTime() !== before.startsAt.getTime();
  if (force || (!isMoved && after.durationMinutes < before.durationMinutes)) return holder;
  if (isMoved && after.startsAt.getTime() < Date.now()) throw new FluxError('TIME_TAKEN');
  await requireFree(holder, after);
  return holder;
}

async function write(ctx: Ctx, edited: Task, changed: readonly (typeof FIELDS)[number][]): Promise<void> {
  const change = Object.fromEntries(changed.map((field) => [field, edited[field]]));
  await ctx.em.nativeUpdate(Task, { id: edited.id }, change);
  await recordEvent(ctx, { taskId: edited.id, kind: 'edited', detail: { changed: changed.join(' ') } });
}

/** Whether a reminder makes sense only since it takes longer: what lay too far back was recorded without one. */
async function wakes(ctx: Ctx, before: Task, after: Task): Promise<boolean> {
  if (!isOpen(before) || !isLongPast(before) || isLongPast(after)) return false;
  return (await ctx.em.count(Dispatch, { taskId: after.id, generation: after.generation })) === 0;
}

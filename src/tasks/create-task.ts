// Creates one task by hand, outside any plan.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { insertUnlessTaken } from './insert-unless-taken.sql.ts';
import { findTask, viewTask } from './read-task.ts';
import { reminderDue } from './reminder-due.ts';
import { isLongPast } from './sensible-until.ts';
import { viewOf, type TaskView } from './task-view.ts';
import { isAtPlace, TaskEvent, type Task } from './task.entity.ts';

export interface CreateTask {
  /** Made by the caller where a repeat must be harmless. */
  taskId?: string | undefined;
  title: string;
  description?: string | undefined;
  startsAt: Date;
  durationMinutes: number;
  /** location: nobody is reminded of its time, and it takes none. */
  triggerType?: Task['triggerType'] | undefined;
  /** Take the time even if it overlaps with another task. */
  force?: boolean | undefined;
}

/**
 * Throws TIME_TAKEN (with the titles that stand there) unless forced, and ID_REUSED for the id of another task. The
 * person's own word on sleep is not overruled. What lies further back than a reminder makes sense is recorded, and
 * nobody is reminded of it.
 */
export async function createTask(ctx: Ctx, input: CreateTask): Promise<TaskView> {
  const taskId = input.taskId ?? newId();
  const created = await insert(ctx, { ...input, taskId });
  if (created) return created;
  // Not to be found is what belongs to somebody else.
  const task = await findTask(ctx, taskId);
  if (isOther(task, input) && !(await isChanged(ctx, taskId))) throw new FluxError('ID_REUSED');
  if (!isLongPast(task) && !isAtPlace(task)) ctx.tell(reminderDue(task, await readProfile(ctx)));
  return viewTask(ctx, task);
}

const isOther = (task: Task, { title, description = '', startsAt, durationMinutes }: CreateTask): boolean =>
  task.title !== title ||
  task.description !== description ||
  task.startsAt.getTime() !== startsAt.getTime() ||
  task.durationMinutes !== durationMinutes;

/** What it was at first is not known any more. */
const isChanged = async ({ em }: Ctx, taskId: string): Promise<boolean> =>
  (await em.count(TaskEvent, { taskId, kind: { $in: ['edited', 'rescheduled'] } })) > 0;

/** As `createTask`, under an id of its own, in one round trip. */
export async function createTaskInOneStatement(
  ctx: StatementCtx,
  input: Omit<CreateTask, 'taskId'>,
): Promise<TaskView> {
  const created = await insert(ctx, { ...input, taskId: newId() });
  if (!created) throw new FluxError('INTERNAL', { detail: 'a new id was taken' });
  return created;
}

/** Null where a task with this id is there already. */
async function insert(
  ctx: Ctx | StatementCtx,
  { description = '', force = false, triggerType = 'time', ...input }: CreateTask & { taskId: string },
): Promise<TaskView | null> {
  const { taskId, startsAt, title, durationMinutes } = input;
  const waits = triggerType === 'location';
  const isRecorded = waits || isLongPast({ startsAt, durationMinutes });
  const inserted = await insertUnlessTaken(ctx, {
    ...input,
    description,
    triggerType,
    force: force || waits,
    isRecorded,
  });
  if (!inserted) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  if (inserted.is_known) return null;
  if (!inserted.is_new && inserted.overlaps)
    throw new FluxError('TIME_TAKEN', { fields: { overlaps: inserted.overlaps } });
  if (!inserted.is_new) return null;
  const due = { id: taskId, generation: 1, startsAt };
  if (!isRecorded) ctx.tell(reminderDue(due, { reminderLeadMs: inserted.reminder_lead_ms }));
  const task = { id: taskId, title, description, startsAt, durationMinutes, triggerType, generation: 1 };
  return viewOf({ ...task, status: 'pending' }, inserted.zone, []);
}

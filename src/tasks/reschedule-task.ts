// Moves a task: to a time the person named, or to the first free one. Its old reminder stops, a new generation begins.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { freeTimes, overlapsWith } from './free-times.ts';
import { findTask, viewTask, type TaskView } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { reminderDue } from './reminder-due.ts';
import { isOpen, Task } from './task.entity.ts';

/** A move by "later" does not land within this time. */
const SOONEST_MS = 30 * 60_000;

export interface RescheduleTask {
  taskId: string;
  /** Null: the first free time. */
  startsAt: Date | null;
}

export interface Rescheduled {
  task: TaskView;
  /** Further free times, for an offer. */
  alternatives: Date[];
}

/** Free times that this task could move to, soonest first. Throws NOT_FOUND. */
export async function proposeTimes(ctx: Ctx, input: { taskId: string; limit: number }): Promise<Date[]> {
  const task = await findTask(ctx, input.taskId);
  return freeTimes(ctx, {
    durationMinutes: task.durationMinutes,
    notBefore: new Date(Date.now() + SOONEST_MS),
    limit: input.limit,
    except: task.id,
  });
}

/** Throws TASK_SETTLED, TIME_TAKEN (an overlap, the past, or no free time at all) and NOT_FOUND. */
export async function rescheduleTask(ctx: Ctx, input: RescheduleTask): Promise<Rescheduled> {
  const task = await findTask(ctx, input.taskId, 'lock');
  if (!isOpen(task)) throw new FluxError('TASK_SETTLED', { fields: { task_status: task.status } });
  if (input.startsAt?.getTime() === task.startsAt.getTime()) return unmoved(ctx, task);
  const offers = await proposeTimes(ctx, { taskId: task.id, limit: 3 });
  const startsAt = input.startsAt ?? offers[0];
  if (!startsAt || startsAt.getTime() < Date.now()) throw new FluxError('TIME_TAKEN');
  const overlaps = await overlapsWith(ctx, startsAt, task.durationMinutes, task.id);
  if (overlaps.length > 0) throw new FluxError('TIME_TAKEN', { fields: { overlaps } });

  const change = { startsAt, generation: task.generation + 1, status: 'rescheduled' as const };
  await ctx.em.nativeUpdate(Task, { id: task.id }, change);
  await recordEvent(ctx, {
    taskId: task.id,
    kind: 'rescheduled',
    detail: { from: task.startsAt.toISOString(), to: startsAt.toISOString() },
  });
  const moved = { ...task, ...change };
  ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  ctx.tell(reminderDue(moved, await readProfile(ctx)));
  const alternatives = offers.filter((offer) => offer.getTime() !== startsAt.getTime());
  return { task: await viewTask(ctx, moved), alternatives };
}

/** It stands there already: a repeated request moves nothing. */
async function unmoved(ctx: Ctx, task: Task): Promise<Rescheduled> {
  ctx.tell(reminderDue(task, await readProfile(ctx)));
  return { task: await viewTask(ctx, task), alternatives: [] };
}

// Moves a task: to a time the person named, or to the first free one. Its old reminder stops, a new generation begins.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { freeTimes, overlapsWith } from './free-times.ts';
import { findTask, readTask, type TaskView } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { reminderDue } from './reminder-due.ts';
import { isOpen } from './settle-task.ts';
import { Task, type AnswerChannel } from './task.entity.ts';
import type { Nudge, ReminderDue } from './task-ref.ts';

/** A move by "later" does not land within this time. */
const SOONEST_MS = 30 * 60_000;

export interface RescheduleTask {
  taskId: string;
  /** Null: the first free time. */
  startsAt: Date | null;
  via: AnswerChannel;
}

export interface Rescheduled {
  task: TaskView;
  /** Null where nothing moved. */
  nudge: Nudge | null;
  due: ReminderDue;
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

  const generation = task.generation + 1;
  await ctx.em.nativeUpdate(Task, { id: task.id }, { startsAt, generation, status: 'rescheduled' });
  await recordEvent(ctx, {
    taskId: task.id,
    kind: 'rescheduled',
    via: input.via,
    detail: { from: task.startsAt.toISOString(), to: startsAt.toISOString() },
  });
  ctx.em.clear();
  return {
    task: await readTask(ctx, { taskId: task.id }),
    nudge: { taskId: task.id, generation: task.generation },
    due: reminderDue({ id: task.id, generation, startsAt }, await readProfile(ctx)),
    alternatives: offers.filter((offer) => offer.getTime() !== startsAt.getTime()),
  };
}

/** It stands there already: a repeated request moves nothing. */
async function unmoved(ctx: Ctx, task: Task): Promise<Rescheduled> {
  const due = reminderDue(task, await readProfile(ctx));
  const view = await readTask(ctx, { taskId: task.id });
  return { task: view, nudge: null, due, alternatives: [] };
}

// Moves a task: to a time the person named, or to the first free one. Its old reminder stops, a new generation begins.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { beginGeneration } from './begin-generation.ts';
import { freeTimes } from './free-times.ts';
import { lockCalendar, type HoldsCalendar } from './lock-calendar.sql.ts';
import { findTask, viewTask } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { reminderDue } from './reminder-due.ts';
import { requireFree } from './require-free.ts';
import { isLongPast } from './sensible-until.ts';
import type { TaskView } from './task-view.ts';
import { isOpen, Task } from './task.entity.ts';

/** A move by "later" does not land within this time. */
const SOONEST_MS = 30 * 60_000;

export interface RescheduleTask {
  taskId: string;
  /** Null: the first free time. */
  startsAt: Date | null;
  /** Of the task as a proposal saw it: what was moved or settled since is not moved by it. */
  generation?: number | undefined;
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

/** As `proposeTimes`, of what can be moved, with its generation. Throws TASK_SETTLED and GOAL_LET_GO too. */
export async function proposeReschedule(
  ctx: Ctx,
  input: { taskId: string; limit: number },
): Promise<{ generation: number; times: Date[] }> {
  const task = await findTask(ctx, input.taskId);
  if (!isMovable(task)) throw staysSettled(task);
  return { generation: task.generation, times: await proposeTimes(ctx, input) };
}

/**
 * Throws PROPOSAL_STALE, TASK_SETTLED (what was missed may still be moved), GOAL_LET_GO, TIME_TAKEN (an overlap, the
 * past, or no free time at all) and NOT_FOUND.
 */
export async function rescheduleTask(ctx: Ctx, input: RescheduleTask): Promise<Rescheduled> {
  const task = await findTask(ctx, input.taskId, 'lock');
  if (input.generation !== undefined && input.generation !== task.generation)
    throw new FluxError('PROPOSAL_STALE', { fields: { generation: task.generation } });
  if (!isMovable(task)) throw staysSettled(task);
  if (isOpen(task) && input.startsAt?.getTime() === task.startsAt.getTime()) return unmoved(ctx, task);
  const holder = await lockCalendar(ctx);
  const offers = await proposeTimes(ctx, { taskId: task.id, limit: 3 });
  const startsAt = input.startsAt ?? offers[0];
  if (!startsAt || startsAt.getTime() < Date.now()) throw new FluxError('TIME_TAKEN');
  await requireFree(holder, { ...task, startsAt });

  const moved = await moveTask(holder, task, { startsAt });
  const alternatives = offers.filter((offer) => offer.getTime() !== startsAt.getTime());
  return { task: await viewTask(ctx, moved), alternatives };
}

/** Whether it can have another time: one that is still to be done, was missed, or was never heard of. */
export function isMovable(task: Pick<Task, 'status' | 'goalLetGo'>): boolean {
  return isOpen(task) || (!task.goalLetGo && (task.status === 'missed' || task.status === 'undelivered'));
}

/** Why a task is not brought back to life. */
export function staysSettled({ status, goalLetGo }: Pick<Task, 'status' | 'goalLetGo'>): FluxError {
  const isOfGoal = goalLetGo && status !== 'cancelled';
  return new FluxError(isOfGoal ? 'GOAL_LET_GO' : 'TASK_SETTLED', { fields: { task_status: status } });
}

/**
 * Writes the new time of a locked task and its line of history; of a plan's session the zone as well, in whose time of
 * day it stands from now on. What is in the way is asked before. `by`: where it was no hand that moved it.
 */
export async function moveTask(
  ctx: HoldsCalendar,
  task: Task,
  { startsAt, by }: { startsAt: Date; by?: 'zone' },
): Promise<Task> {
  const { zone } = await readProfile(ctx);
  const moved = await beginGeneration(ctx, task, {
    startsAt,
    ...(task.ruleId !== null && { zone }),
    status: 'rescheduled',
  });
  const detail = { from: task.startsAt.toISOString(), to: startsAt.toISOString(), ...(by && { by }) };
  await recordEvent(ctx, { taskId: task.id, kind: 'rescheduled', detail });
  return moved;
}

/** It stands there already: a repeated request moves nothing. */
async function unmoved(ctx: Ctx, task: Task): Promise<Rescheduled> {
  if (!isLongPast(task)) ctx.tell(reminderDue(task, await readProfile(ctx)));
  return { task: await viewTask(ctx, task), alternatives: [] };
}

// Creates one task by hand, outside any plan.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { overlapsWith } from './free-times.ts';
import { readTask, type TaskView } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { reminderDue } from './reminder-due.ts';
import { Task, type AnswerChannel } from './task.entity.ts';
import type { ReminderDue } from './task-ref.ts';

export interface CreateTask {
  /** Made by the caller where a repeat must be harmless. */
  taskId?: string | undefined;
  title: string;
  description?: string | undefined;
  startsAt: Date;
  durationMinutes: number;
  /** Take the time even if it overlaps with another task. */
  force?: boolean | undefined;
  via?: AnswerChannel | undefined;
}

/** Throws TIME_TAKEN (with the titles that stand there) unless forced. The person's own word on sleep is not overruled. */
export async function createTask(ctx: Ctx, input: CreateTask): Promise<{ task: TaskView; due: ReminderDue }> {
  const taskId = input.taskId ?? newId();
  const profile = await readProfile(ctx);
  const known = input.taskId ? await ctx.em.findOne(Task, { id: taskId }) : null;
  if (!known) {
    const taken = input.force ? [] : await overlapsWith(ctx, input.startsAt, input.durationMinutes);
    if (taken.length > 0) throw new FluxError('TIME_TAKEN', { fields: { overlaps: taken } });
    await ctx.em.insert(Task, {
      id: taskId,
      orgId: ctx.orgId,
      userId: ctx.userId,
      title: input.title,
      description: input.description ?? '',
      startsAt: input.startsAt,
      durationMinutes: input.durationMinutes,
    });
    await recordEvent(ctx, { taskId, kind: 'created', via: input.via ?? 'rest' });
  }
  const task = await readTask(ctx, { taskId });
  return {
    task,
    due: reminderDue({ id: taskId, generation: task.generation, startsAt: task.startsAt }, profile),
  };
}

// Gives a task a new time or a new life: its old reminder stops, and the next generation has one of its own.
import { readProfile } from '../account/read-profile.ts';
import type { HoldsCalendar } from './lock-calendar.sql.ts';
import { reminderDue } from './reminder-due.ts';
import { isLongPast } from './sensible-until.ts';
import { isAtPlace, Task } from './task.entity.ts';

type Renewal = Pick<Task, 'status'> & Partial<Pick<Task, 'startsAt' | 'durationMinutes' | 'zone'>>;

/**
 * `task`: as it is locked. Resolves to it as it is now; one that lies too far back, or waits for a place, is open
 * without a reminder.
 */
export async function beginGeneration(
  ctx: HoldsCalendar,
  task: Task,
  renewal: Renewal,
  { isFired = false }: { isFired?: boolean } = {},
): Promise<Task> {
  const generation = task.generation + 1;
  const renewed = { ...task, ...renewal, generation };
  const isRecorded = isLongPast(renewed) || (isAtPlace(task) && !isFired);
  const change = {
    ...renewal,
    generation,
    settledAt: null,
    settledVia: null,
    cancelledFor: null,
    pauseId: null,
    ...(isRecorded && { remindedGeneration: generation, recordedGeneration: generation }),
  };
  await ctx.em.nativeUpdate(Task, { id: task.id }, change);
  ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  if (!isRecorded) ctx.tell(reminderDue(renewed, await readProfile(ctx)));
  return { ...task, ...change };
}

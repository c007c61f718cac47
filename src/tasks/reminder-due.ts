// When a task's reminder takes its first rung.
import type { Profile } from '../account/profile.entity.ts';
import type { FactOf } from '../kernel/facts.ts';
import type { Task } from './task.entity.ts';

/** The person's lead before the start; a moment that has passed means at once. */
export function reminderDue(
  task: Pick<Task, 'id' | 'generation' | 'startsAt'>,
  profile: Pick<Profile, 'reminderLeadMs'>,
): FactOf<'reminder_due'> {
  return {
    kind: 'reminder_due',
    taskId: task.id,
    generation: task.generation,
    dueAt: new Date(task.startsAt.getTime() - profile.reminderLeadMs),
  };
}

/**
 * A reminder is started so long before it is due, and no earlier: until then a change of settings needs to reach
 * nobody. Several looks of the reconciler fit into it.
 */
export const SOON_MS = 5 * 60_000;

/** Whether it is to be started now. */
export const isSoon = ({ dueAt }: FactOf<'reminder_due'>): boolean => dueAt.getTime() < Date.now() + SOON_MS;

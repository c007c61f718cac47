// When a task's reminder takes its first rung, and how much later it may where many are due at once.
import { createHash } from 'node:crypto';
import type { Profile } from '../account/profile.entity.ts';
import type { FactOf } from '../kernel/facts.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import type { Task } from './task.entity.ts';

/** The person's lead before the start; a moment that has passed means at once. */
export function reminderDue(
  task: Pick<Task, 'id' | 'generation' | 'startsAt'>,
  profile: Pick<Profile, 'reminderLeadMs'>,
): FactOf<'reminder_due'> {
  const dueMs = task.startsAt.getTime() - profile.reminderLeadMs;
  return {
    kind: 'reminder_due',
    taskId: task.id,
    generation: task.generation,
    dueAt: new Date(dueMs),
    leewayMs: leewayMs(dueMs, profile.reminderLeadMs),
  };
}

/**
 * What the person does not notice: a tenth of the lead that they chose, and nothing beyond the minute in which it is
 * due. Without a lead it is due at the start, and no second later.
 */
function leewayMs(dueMs: number, leadMs: number): number {
  const restOfMinuteMs = MINUTE_MS - (dueMs % MINUTE_MS);
  return Math.min(Math.floor(leadMs / 10), restOfMinuteMs);
}

/**
 * The moment of this very reminder: never before it is due, less than its leeway and than `spreadMs` after it, and the
 * same whoever asks however often. So what is due at seven for everybody comes evenly over a minute.
 */
export function spreadDue(due: FactOf<'reminder_due'>, spreadMs: number): Date {
  const digest = createHash('sha256').update(`${due.taskId}/${due.generation}`).digest();
  const share = digest.readUInt32BE() / 2 ** 32;
  return new Date(due.dueAt.getTime() + Math.floor(share * Math.min(due.leewayMs, spreadMs)));
}

/**
 * A reminder is started so long before it is due, and no earlier: until then a change of settings needs to reach
 * nobody. Several looks of the reconciler fit into it.
 */
export const SOON_MS = 5 * MINUTE_MS;

/** Whether it is to be started now. */
export const isSoon = ({ dueAt }: FactOf<'reminder_due'>): boolean => dueAt.getTime() < Date.now() + SOON_MS;

// After a commit: tells the reminders what happened to their task.
import { setTimeout as delay } from 'node:timers/promises';
import type { Flows } from '../../temporal/flows.ts';
import type { Person } from '../kernel/context.ts';
import type { Log } from '../kernel/log.ts';
import type { Nudge, ReminderDue } from '../tasks/task-ref.ts';

export interface Told {
  nudge?: Nudge | null;
  due?: ReminderDue | null;
}

const PATIENCE_MS = 2000;

/**
 * Never throws, and holds nobody up for longer than two seconds. The fact is committed and the answer to the person is
 * true: a reminder that hears nothing asks the database before its next rung, and one that was not started is found by the sweep.
 */
export async function tellReminders(
  flows: Pick<Flows, 'settle' | 'startReminder'>,
  log: Log,
  person: Person,
  told: Told,
): Promise<void> {
  const telling = tell(flows, person, told).catch((error: unknown) => {
    log.warn({ err: error, task_id: (told.nudge ?? told.due)?.taskId }, 'reminder not told');
  });
  await Promise.race([telling, delay(PATIENCE_MS, undefined, { ref: false })]);
}

async function tell(
  flows: Pick<Flows, 'settle' | 'startReminder'>,
  person: Person,
  { nudge, due }: Told,
): Promise<void> {
  if (nudge) await flows.settle(nudge);
  if (due) await flows.startReminder(person, due);
}

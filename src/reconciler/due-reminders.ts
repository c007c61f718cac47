// Starts the reminders that are due soon and that nobody has started: just in time, so that nothing sleeps in Temporal
// for weeks.
import { asSystem } from '../kernel/context.ts';
import { markRemindersStarted } from '../reminders/mark-reminders-started.sql.ts';
import { reminderDue, SOON_MS } from '../tasks/reminder-due.ts';
import { findDueTasks, type DueTask } from './find-due-tasks.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind, ReconcilerPorts } from './kind.ts';
import { parkTasks } from './park-tasks.sql.ts';
import { takeUpTasks } from './take-up-tasks.sql.ts';

export const dueReminders: Kind = {
  name: 'due-reminders',
  look: async ({ orm, reminders, log }, look) => {
    await asSystem(orm, takeUpTasks);
    return inPages<DueTask>(look, {
      find: (after) => asSystem(orm, (em) => findDueTasks(em, { state: 'to_start', soonMs: SOON_MS, after })),
      pick: (tasks) => parkAbsent({ orm }, tasks),
      revive: async (task) => {
        await reminders.start(personOf(task), dueOf(task));
        return true;
      },
      note: (tasks) => asSystem(orm, (em) => markRemindersStarted(em, tasks)),
      since: ({ startsAt, reminderLeadMs }) => new Date(startsAt.getTime() - reminderLeadMs),
      failed: ({ taskId }, error) => log.warn({ err: error, task_id: taskId }, 'reminder not started'),
    });
  },
};

/** Who has left is reminded of nothing: their tasks are put aside. Returns the others. */
export async function parkAbsent(
  { orm }: Pick<ReconcilerPorts, 'orm'>,
  tasks: DueTask[],
): Promise<DueTask[]> {
  const absent = tasks.filter(({ isMember }) => !isMember).map(({ taskId }) => taskId);
  if (absent.length > 0) await asSystem(orm, (em) => parkTasks(em, absent));
  return tasks.filter(({ isMember }) => isMember);
}

export const personOf = ({ orgId, userId }: DueTask) => ({ orgId, userId });

export const dueOf = ({ taskId, generation, startsAt, reminderLeadMs }: DueTask) =>
  reminderDue({ id: taskId, generation, startsAt }, { reminderLeadMs });

// Brings back reminders that were started and are gone: terminated, failed, or lost together with all that Temporal
// knew.
import { asSystem } from '../kernel/context.ts';
import { SOON_MS } from '../tasks/reminder-due.ts';
import { dueOf, parkAbsent, personOf } from './due-reminders.ts';
import { findDueTasks, type DueTask } from './find-due-tasks.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';

export const deadReminders: Kind = {
  name: 'dead-reminders',
  look: ({ orm, reminders, runs, log }, look) =>
    inPages<DueTask>(look, {
      find: (after) => asSystem(orm, (em) => findDueTasks(em, { state: 'started', soonMs: SOON_MS, after })),
      pick: async (tasks) => runs.ladders(await parkAbsent({ orm }, tasks)),
      revive: (task) => reminders.revive(personOf(task), dueOf(task)),
      since: ({ startsAt, reminderLeadMs }) => new Date(startsAt.getTime() - reminderLeadMs),
      failed: ({ taskId }, error) => log.warn({ err: error, task_id: taskId }, 'reminder not brought back'),
    }),
};

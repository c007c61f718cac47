// Starts the reminders that ought to run and do not yet. PostgreSQL knows which were started, Temporal starts each
// only once.
import { Profile } from '../account/profile.entity.ts';
import { asPerson, asSystem, type Actor, type Store } from '../kernel/context.ts';
import { reminderDue } from '../tasks/reminder-due.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';
import { findForgottenReminders } from './find-forgotten-reminders.sql.ts';
import { markRemindersStarted } from './mark-reminders-started.sql.ts';
import type { Reminders } from './reminders.ts';

export interface StartPorts extends Store {
  reminders: Reminders;
}

type SweepPorts = Pick<StartPorts, 'orm' | 'reminders'>;

/** So many starts are under way at once. */
const AT_ONCE = 16;
/** A door gets so long to start a reminder itself before the sweep takes it for forgotten. */
const FORGOTTEN_MS = 30_000;

/** Starts what is missing of one goal's tasks, or of one task. Safe to repeat. */
export async function startReminders(
  ports: StartPorts,
  actor: Actor,
  scope: { goalId: string } | { taskId: string },
): Promise<number> {
  const due = await asPerson(ports, actor, async (ctx) => {
    const profile = await ctx.em.findOne(Profile, { orgId: ctx.orgId, userId: ctx.userId });
    // Who is no member any more is reminded of nothing.
    if (!profile) return [];
    const tasks = await ctx.em.find(Task, {
      ...('goalId' in scope ? { goalId: scope.goalId } : { id: scope.taskId }),
      status: { $in: [...OPEN_STATUSES] },
    });
    return tasks
      .filter((task) => task.remindedGeneration !== task.generation)
      .map((task) => reminderDue(task, profile));
  });
  for (let first = 0; first < due.length; first += AT_ONCE) {
    const some = due.slice(first, first + AT_ONCE);
    await Promise.all(some.map((one) => ports.reminders.start(actor, one)));
    await asPerson(ports, actor, async (ctx) => {
      for (const { taskId, generation } of some)
        await ctx.em.nativeUpdate(Task, { id: taskId, generation }, { remindedGeneration: generation });
    });
  }
  return due.length;
}

/**
 * Starts what no door has started: reminders that are not due soon, and those that a crash forgot between commit and
 * start. A thousand at most, the soonest first. Returns how many.
 */
export async function sweepReminders({ orm, reminders }: SweepPorts): Promise<number> {
  const forgottenSince = new Date(Date.now() - FORGOTTEN_MS);
  const forgotten = await asSystem(orm, (em) => findForgottenReminders(em, forgottenSince));
  for (let first = 0; first < forgotten.length; first += AT_ONCE) {
    const some = forgotten.slice(first, first + AT_ONCE);
    await Promise.all(
      some.map(({ person, task, reminderLeadMs }) =>
        reminders.start(person, reminderDue(task, { reminderLeadMs })),
      ),
    );
    await asSystem(orm, (em) =>
      markRemindersStarted(
        em,
        some.map(({ task }) => task),
      ),
    );
  }
  return forgotten.length;
}

// Starts the reminders of one goal or task that are due soon; everything later is the reconciler's.
import { Profile } from '../account/profile.entity.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { isSoon, reminderDue } from '../tasks/reminder-due.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';
import type { Reminders } from './reminders.ts';

export interface StartPorts extends Store {
  reminders: Reminders;
}

/** So many starts are under way at once. */
const AT_ONCE = 16;

/** Starts what is missing and due soon. Safe to repeat. Returns how many. */
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
      .map((task) => reminderDue(task, profile))
      .filter(isSoon);
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

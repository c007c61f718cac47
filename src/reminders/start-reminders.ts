// Starts the reminders that ought to run and do not yet. PostgreSQL knows which were started, Temporal starts each only once.
import type { MikroORM } from '@mikro-orm/postgresql';
import { readProfile } from '../account/read-profile.ts';
import { asPerson, asSystem, type Person } from '../kernel/context.ts';
import { reminderDue } from '../tasks/reminder-due.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';
import type { ReminderDue } from '../tasks/task-ref.ts';

/** Starts one reminder workflow; harmless when repeated. */
export interface ReminderStarter {
  startReminder(person: Person, due: ReminderDue): Promise<void>;
}

interface Dependencies {
  orm: MikroORM;
  flows: ReminderStarter;
}

/** So many starts are under way at once. */
const AT_ONCE = 16;
/** A door gets so long to start a reminder itself before the sweep takes it for forgotten. */
const FORGOTTEN_MS = 30_000;
const SWEEP_LIMIT = 1000;

/** Starts what is missing of one goal's tasks, or of one task. Safe to repeat. */
export async function startReminders(
  { orm, flows }: Dependencies,
  person: Person,
  scope: { goalId: string } | { taskId: string },
): Promise<number> {
  const due = await asPerson(orm, person, async (ctx) => {
    const profile = await readProfile(ctx);
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
    await Promise.all(some.map((one) => flows.startReminder(person, one)));
    await asPerson(orm, person, async (ctx) => {
      for (const { taskId, generation } of some)
        await ctx.em.nativeUpdate(Task, { id: taskId, generation }, { remindedGeneration: generation });
    });
  }
  return due.length;
}

/** Finds forgotten reminders of everybody (a crash between commit and start) and starts them. Returns how many. */
export async function sweepReminders(deps: Dependencies): Promise<number> {
  const forgotten: { id: string; org_id: string; user_id: string }[] = await asSystem(deps.orm, (em) =>
    em.execute(
      `select id, org_id, user_id from tasks
       where status in ('pending', 'rescheduled') and reminded_generation is distinct from generation and updated_at < ?
       order by starts_at limit ${SWEEP_LIMIT}`,
      [new Date(Date.now() - FORGOTTEN_MS)],
    ),
  );
  for (const { id, org_id, user_id } of forgotten)
    await startReminders(deps, { orgId: org_id, userId: user_id }, { taskId: id });
  return forgotten.length;
}

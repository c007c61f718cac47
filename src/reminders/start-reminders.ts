// Starts the reminders that ought to run and do not yet. PostgreSQL knows which were started, Temporal starts each only once.
import type { MikroORM } from '@mikro-orm/postgresql';
import { Profile } from '../account/profile.entity.ts';
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
    await Promise.all(some.map((one) => flows.startReminder(person, one)));
    await asPerson(orm, person, async (ctx) => {
      for (const { taskId, generation } of some)
        await ctx.em.nativeUpdate(Task, { id: taskId, generation }, { remindedGeneration: generation });
    });
  }
  return due.length;
}

/**
 * Starts what no door has started: reminders that are not due soon, and those that a crash forgot between commit and start. A
 * thousand at most, the soonest first. Returns how many.
 */
export async function sweepReminders({ orm, flows }: Dependencies): Promise<number> {
  const forgotten: Forgotten[] = await asSystem(orm, (em) =>
    em.execute(FORGOTTEN, [new Date(Date.now() - FORGOTTEN_MS)]),
  );
  for (let first = 0; first < forgotten.length; first += AT_ONCE) {
    const some = forgotten.slice(first, first + AT_ONCE);
    await Promise.all(
      some.map(
        ({ org_id: orgId, user_id: userId, id, generation, starts_at, reminder_lead_ms: reminderLeadMs }) =>
          flows.startReminder(
            { orgId, userId },
            reminderDue({ id, generation, startsAt: new Date(starts_at) }, { reminderLeadMs }),
          ),
      ),
    );
    await asSystem(orm, (em) =>
      em.execute(STARTED, [JSON.stringify(some.map(({ id, generation }) => ({ id, generation })))]),
    );
  }
  return forgotten.length;
}

interface Forgotten {
  id: string;
  org_id: string;
  user_id: string;
  generation: number;
  starts_at: string;
  reminder_lead_ms: number;
}

/** Of people who still belong to the organisation. */
const FORGOTTEN = `select t.id, t.org_id, t.user_id, t.generation, t.starts_at, p.reminder_lead_ms
  from tasks t join profiles p using (org_id, user_id) join members m using (org_id, user_id)
  where t.status in ('pending', 'rescheduled') and t.reminded_generation is distinct from t.generation and t.updated_at < ?
  order by t.starts_at limit ${SWEEP_LIMIT}`;

/** Who moved a task meanwhile has raised its generation, and its next reminder is still to be started. */
const STARTED = `update tasks set reminded_generation = started.generation
  from json_to_recordset(?) as started (id uuid, generation int)
  where tasks.id = started.id and tasks.generation = started.generation`;

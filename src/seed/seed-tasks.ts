// A person's tasks of this week. The reminders of those to come are started by the reconciler, wherever a worker runs.
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { addDays, localDayOf, wallClockToUtc } from '../kernel/time.ts';
import { createTask } from '../tasks/create-task.ts';
import { settleTask } from '../tasks/answer-task.ts';
import { Task } from '../tasks/task.entity.ts';
import type { CastMember, CastTask } from './cast.ts';
import { seedId } from './seed-id.ts';

/** Nobody is to be reminded of something the moment they are seeded: what begins before this counts as done. */
const AT_REST_MS = 60 * 60_000;

/** What is there already stays as it is. */
export async function seedTasks(
  store: Store,
  person: Actor,
  { tasks, zone }: Pick<CastMember, 'tasks' | 'zone'>,
): Promise<void> {
  const today = localDayOf(new Date(), zone);
  for (const task of tasks) await seedTask(store, person, task, { today, zone });
}

async function seedTask(
  store: Store,
  person: Actor,
  { key, title, description, inDays, at, minutes }: CastTask,
  { today, zone }: { today: string; zone: string },
): Promise<void> {
  const taskId = seedId(person.userId, `task/${key}`);
  const { startsAt } = wallClockToUtc(addDays(today, inDays), at, zone);
  await asPerson(store, person, async (ctx) => {
    if ((await ctx.em.count(Task, { id: taskId })) > 0) return;
    await createTask(ctx, { taskId, title, description, startsAt, durationMinutes: minutes, force: true });
    if (startsAt.getTime() < Date.now() + AT_REST_MS) await settleTask(ctx, { taskId, status: 'done' });
  });
}

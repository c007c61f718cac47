// Which of a person's reminders wait for a change of their settings to reach them.
import type { Ctx } from '../kernel/context.ts';
import { DAY_MINUTES, MINUTE_MS } from '../kernel/time.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';

/** The soonest matter most; an older version started everything that was planned, far ahead. */
const MOST = 500;

/** Of open tasks, started and perhaps still asleep; one whose task lies further back than a day has ended. */
export async function listStartedReminders(ctx: Ctx): Promise<{ taskId: string; generation: number }[]> {
  const tasks = await ctx.em.find(
    Task,
    {
      status: { $in: [...OPEN_STATUSES] },
      startsAt: { $gt: new Date(Date.now() - DAY_MINUTES * MINUTE_MS) },
      remindedGeneration: { $ne: null },
    },
    { fields: ['id', 'generation', 'remindedGeneration'], orderBy: { startsAt: 'asc' }, limit: MOST },
  );
  return tasks
    .filter(({ generation, remindedGeneration }) => remindedGeneration === generation)
    .map(({ id, generation }) => ({ taskId: id, generation }));
}

// "How am I doing?", answered from the tasks themselves.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { addDays, endOfLocalDay, localDayOf, startOfLocalDay } from '../kernel/time.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';

/** Two or three sentences about the last seven days and today, in the person's zone. */
export async function describeProgress(ctx: Ctx): Promise<string> {
  const { zone } = await readProfile(ctx);
  const today = localDayOf(new Date(), zone);
  const week = await ctx.em.find(Task, {
    startsAt: { $gte: startOfLocalDay(addDays(today, -6), zone), $lt: endOfLocalDay(today, zone) },
  });
  const count = (statuses: readonly string[], tasks = week) =>
    tasks.filter((task) => statuses.includes(task.status)).length;
  const ofToday = week.filter((task) => task.startsAt >= startOfLocalDay(today, zone));
  const done = count(['done']);
  const settled = done + count(['missed']);
  const open = count(OPEN_STATUSES, ofToday);
  if (settled === 0 && ofToday.length === 0)
    return 'Nothing has been due in the last seven days. Tell me a goal, and we make a plan.';
  const past =
    settled === 0
      ? 'Nothing is settled yet this week.'
      : `In the last seven days you did ${done} of ${settled}.`;
  const now =
    open === 0 ? 'Today nothing is left.' : `Today ${open} ${open === 1 ? 'thing is' : 'things are'} left.`;
  return `${past} ${now}`;
}

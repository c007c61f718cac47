// "How am I doing?", answered from the tasks themselves.
import type { Ctx } from '../kernel/context.ts';
import { addDays, endOfLocalDay, localDayOf, startOfLocalDay } from '../kernel/time.ts';
import { OPEN_STATUSES, type Task } from '../tasks/task.entity.ts';

/** Two or three sentences about the last seven days and today, in the person's zone. */
export async function describeProgress(ctx: Ctx, zone: string): Promise<string> {
  const today = localDayOf(new Date(), zone);
  const week: { status: Task['status']; isToday: boolean; tasks: number }[] = await ctx.em.execute(
    `select status, starts_at >= ? as "isToday", count(*)::int as tasks from tasks
     where starts_at >= ? and starts_at < ? group by 1, 2`,
    [startOfLocalDay(today, zone), startOfLocalDay(addDays(today, -6), zone), endOfLocalDay(today, zone)],
  );
  const count = (statuses: readonly string[], groups = week) =>
    groups.filter(({ status }) => statuses.includes(status)).reduce((total, { tasks }) => total + tasks, 0);
  const ofToday = week.filter(({ isToday }) => isToday);
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

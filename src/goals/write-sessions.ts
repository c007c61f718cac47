// Turns the sessions of an agreed plan into rules and tasks, in the transaction of the approval.
import { newId } from '../kernel/ids.ts';
import type { PlanContent, PlanTask } from '../planning/plan.ts';
import { activePauses, restingBy } from '../rules/active-pauses.ts';
import type { HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { Task, TaskRule } from '../tasks/task.entity.ts';

/**
 * `isNew`: which of them; a task without a new session gets no rule. What falls into a pause rests. Resolves to how
 * many there are.
 */
export async function writeSessions(
  ctx: HoldsCalendar,
  goalId: string,
  content: PlanContent,
  isNew: (session: { title: string; starts_at: string }) => boolean,
): Promise<number> {
  const owner = { orgId: ctx.orgId, userId: ctx.userId, goalId };
  const rules = content.tasks.flatMap((task) => {
    const occurrences = task.occurrences.filter(({ starts_at }) => isNew({ title: task.title, starts_at }));
    return occurrences.length > 0 ? [{ rule: ruleOf(task, content.zone), task, occurrences }] : [];
  });
  if (rules.length === 0) return 0;
  await ctx.em.insertMany(
    TaskRule,
    rules.map(({ rule }) => ({ ...rule, ...owner })),
  );
  const pauseOf = await activePauses(ctx);
  const tasks = rules.flatMap(({ rule, task, occurrences }) =>
    occurrences.map(({ starts_at }) => ({
      id: newId(),
      ...owner,
      ruleId: rule.id,
      title: task.title,
      description: task.description,
      startsAt: new Date(starts_at),
      durationMinutes: task.duration_minutes,
      ...restingBy(ctx, pauseOf({ startsAt: new Date(starts_at), ruleId: rule.id, goalId })),
    })),
  );
  await ctx.em.insertMany(Task, tasks);
  await recordEvents(
    ctx,
    'created',
    tasks.map(({ id }) => id),
  );
  return tasks.length;
}

function ruleOf(task: PlanTask, zone: string) {
  const first = task.occurrences[0]!;
  return {
    id: newId(),
    title: task.title,
    description: task.description,
    rrule: task.rrule,
    startDate: first.local_date,
    localTime: task.time,
    zone,
    durationMinutes: task.duration_minutes,
  };
}

// Writes the tasks of occurrences that have none yet.
import { readProfile } from '../account/read-profile.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Occurrence } from '../planning/expand-rule.ts';
import type { HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { recordEvents } from '../tasks/record-event.ts';
import { isSoon, reminderDue } from '../tasks/reminder-due.ts';
import { Task, type TaskRule } from '../tasks/task.entity.ts';
import { activePauses, restingBy } from './active-pauses.ts';

/**
 * `rule`: held, or just made; it has no task on these dates. What stands at their times is asked before. What falls
 * into a pause is there, and rests.
 */
export async function insertOccurrences(
  ctx: HoldsCalendar,
  rule: TaskRule,
  occurrences: readonly Occurrence[],
): Promise<void> {
  if (occurrences.length === 0) return;
  const pauseOf = await activePauses(ctx);
  const tasks = occurrences.map(({ date, startsAt }) => {
    return {
      id: derivedId(rule.id, `occurrence ${date}`),
      orgId: rule.orgId,
      userId: rule.userId,
      goalId: rule.goalId ?? null,
      ruleId: rule.id,
      ruleDate: date,
      title: rule.title,
      description: rule.description,
      startsAt,
      durationMinutes: rule.durationMinutes,
      ...restingBy(ctx, pauseOf({ startsAt, ruleId: rule.id, goalId: rule.goalId })),
    };
  });
  await ctx.em.insertMany(Task, tasks);
  const ids = tasks.map(({ id }) => id);
  await recordEvents(ctx, 'created', ids);
  const profile = await readProfile(ctx);
  for (const { id, startsAt, pauseId } of tasks) {
    const due = reminderDue({ id, generation: 1, startsAt }, profile);
    // The others are found when their time comes.
    if (!pauseId && isSoon(due)) ctx.tell(due);
  }
}

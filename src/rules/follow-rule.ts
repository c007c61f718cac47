// Makes the tasks of a rule what it says now. What somebody has done, missed, moved or worded otherwise stays as it is,
// and nothing that was taken off by hand comes back.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { occurrenceOn, type Occurrence } from '../planning/expand-rule.ts';
import { occurrencesOf } from '../planning/recurrence.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { isOpen, Task, type TaskRule } from '../tasks/task.entity.ts';
import { recurrenceOf } from './find-rule.ts';
import { insertOccurrences } from './insert-occurrences.ts';
import { requireFreeTimes } from './require-free-times.ts';
import { writeChanges } from './write-changes.ts';

/** What becomes of a task that the rule has. */
export interface Changes {
  /** Left out or no longer of the rule: taken off, so that it may come back. */
  off: { task: Task; cancelledFor: 'skipped' | 'rule' }[];
  /** Back on, at its own time or that of the rule. */
  back: { task: Task; to: Target }[];
  /** Open, and elsewhere or otherwise from now on. */
  anew: { task: Task; to: Target }[];
  /** Not open: where it would stand if it came back. */
  noted: { task: Task; to: Target }[];
}

export type Target = Pick<Task, 'startsAt' | 'title' | 'description' | 'durationMinutes'>;

/**
 * `after`: the rule, held, as it is to be; `before`: as its tasks know it. `from`, `to`: dates of the rule. Throws
 * TIME_TAKEN unless forced.
 */
export async function followRule(ctx: Ctx, { after, before, from, to, force }: FollowRule): Promise<void> {
  // Before the calendar, as everybody locks.
  const tasks = await ctx.em.find(
    Task,
    { ruleId: after.id, ruleDate: { $gte: from, $lte: to } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  const holder = await lockCalendar(ctx);
  const said = occurrencesOf(recurrenceOf(after), { from, to }).filter(
    ({ startsAt }) => startsAt.getTime() > Date.now(),
  );
  const changes = changesOf(tasks, { after, before, said });
  const known = new Set(tasks.map(({ ruleDate }) => ruleDate));
  const added = said.filter(({ date }) => !known.has(date));
  if (!force) {
    const { durationMinutes } = after;
    const moved = changes.anew.filter(({ task, to: target }) => takesMore(task, target));
    const wanted = [
      ...added.map(({ startsAt }) => ({ startsAt, durationMinutes })),
      ...[...changes.back, ...moved].map((one) => one.to),
    ];
    const leaving = [...changes.off, ...changes.anew].map(({ task }) => task.id);
    await requireFreeTimes(holder, wanted, new Set(leaving));
  }
  await writeChanges(holder, changes);
  await insertOccurrences(holder, after, added);
}

export interface FollowRule {
  after: TaskRule;
  before: TaskRule;
  from: string;
  to: string;
  force: boolean;
}

function changesOf(
  tasks: readonly Task[],
  { after, before, said }: { after: TaskRule; before: TaskRule; said: readonly Occurrence[] },
): Changes {
  const dates = new Set(said.map(({ date }) => date));
  const changes: Changes = { off: [], back: [], anew: [], noted: [] };
  for (const task of tasks) {
    const date = task.ruleDate!;
    const isAsSaid = isSame(task, targetOn(before, date));
    const to = isAsSaid ? targetOn(after, date) : task;
    const isLeftOut = after.exdates.includes(date);
    if (isOpen(task)) {
      const isNewlyLeftOut = isLeftOut && !before.exdates.includes(date);
      const stays = !isNewlyLeftOut && (!isAsSaid || task.startsAt.getTime() <= Date.now());
      if (stays) continue;
      if (dates.has(date)) changes.anew.push({ task, to });
      else changes.off.push({ task, cancelledFor: isLeftOut ? 'skipped' : 'rule' });
    } else if (task.status === 'cancelled' && task.cancelledFor) {
      const comesBack = dates.has(date) && to.startsAt.getTime() > Date.now();
      if (task.cancelledFor === 'paused' && isLeftOut) changes.off.push({ task, cancelledFor: 'skipped' });
      else if (task.cancelledFor !== 'paused' && comesBack) changes.back.push({ task, to });
      else changes.noted.push({ task, to });
    }
  }
  return changes;
}

/** As the rule puts it on that date, whether it still knows the date or not. */
function targetOn(rule: TaskRule, date: string): Target {
  const { startsAt } = occurrenceOn(date, rule.localTime, rule.zone);
  const { title, description, durationMinutes } = rule;
  return { startsAt, title, description, durationMinutes };
}

const isSame = (a: Target, b: Target): boolean =>
  a.startsAt.getTime() === b.startsAt.getTime() &&
  a.durationMinutes === b.durationMinutes &&
  a.title === b.title &&
  a.description === b.description;

const takesMore = (task: Task, to: Target): boolean =>
  task.startsAt.getTime() !== to.startsAt.getTime() || to.durationMinutes > task.durationMinutes;

// Gives a rule the tasks of the days that have come into sight. Nobody is asked: it has been agreed to, and what was
// put in its way since then was put there by its person.
import type { Ctx } from '../kernel/context.ts';
import { addDays, localDayOf } from '../kernel/time.ts';
import { nextOccurrence, occurrencesOf } from '../planning/recurrence.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { Task, TaskRule } from '../tasks/task.entity.ts';
import { findRule, isOfPlan, recurrenceOf } from './find-rule.ts';
import { horizonOf } from './horizon.ts';
import { insertOccurrences } from './insert-occurrences.ts';

/** Safe to repeat and to race. A rule of which nothing comes any more ends. Throws NOT_FOUND. */
export async function extendRule(ctx: Ctx, ruleId: string): Promise<void> {
  const rule = await findRule(ctx, ruleId, 'lock');
  const horizon = horizonOf(rule);
  if (isOfPlan(rule) || rule.endedAt || rule.expandedTo! >= horizon) return;
  const recurrence = recurrenceOf(rule);
  const today = localDayOf(new Date(), rule.zone);
  const next = addDays(rule.expandedTo!, 1);
  const from = next > today ? next : today;
  const ahead = occurrencesOf(recurrence, { from, to: horizon });
  const holder = await lockCalendar(ctx);
  const there = await ctx.em.find(Task, { ruleId, ruleDate: { $gte: from, $lte: horizon } });
  const known = new Set(there.map(({ ruleDate }) => ruleDate));
  const isOver = ahead.length === 0 && !nextOccurrence(recurrence, today);
  await ctx.em.nativeUpdate(
    TaskRule,
    { id: ruleId },
    { expandedTo: horizon, ...(isOver && { endedAt: new Date() }) },
  );
  const added = ahead.filter(({ date, startsAt }) => !known.has(date) && startsAt.getTime() > Date.now());
  await insertOccurrences(holder, rule, added);
}

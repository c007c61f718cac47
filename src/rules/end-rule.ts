// Ends a rule, at once or before a date: what is open of it from then on is taken off.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { localDayOf } from '../kernel/time.ts';
import { OPEN_STATUSES, Task, TaskRule } from '../tasks/task.entity.ts';
import { findRule, isOfPlan } from './find-rule.ts';
import { viewRule, type RuleView } from './rule-view.ts';
import { splitRule } from './split-rule.ts';
import { takeOff } from './take-off.ts';

/**
 * `from`: this date of the rule and the following ones; without it all that is open. What was done or missed stays.
 * Safe to repeat. Throws NOT_FOUND, and RULE_OF_PLAN.
 */
export async function endRule(
  ctx: Ctx,
  { ruleId, from }: { ruleId: string; from?: string | undefined },
): Promise<RuleView> {
  const rule = await findRule(ctx, ruleId, 'lock');
  if (isOfPlan(rule)) throw new FluxError('RULE_OF_PLAN');
  if (rule.endedAt) return viewRule(rule);
  const parts =
    from === undefined || from <= localDayOf(new Date(), rule.zone) ? null : splitRule(rule, from);
  const change = { ...(parts ? parts.ending : { endedAt: new Date() }), version: rule.version + 1 };
  await ctx.em.nativeUpdate(TaskRule, { id: rule.id }, change);
  const tasks = await ctx.em.find(
    Task,
    {
      ruleId,
      ...(parts && { ruleDate: { $gte: from! } }),
      // What rests or was left out does not come back any more.
      $or: [{ status: { $in: [...OPEN_STATUSES] } }, { cancelledFor: { $ne: null } }],
    },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  await takeOff(ctx, tasks, { cancelledFor: null });
  return viewRule({ ...rule, ...change });
}

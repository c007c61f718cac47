// The row of a rule, for verbs.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Recurrence } from '../planning/recurrence.ts';
import { TaskRule } from '../tasks/task.entity.ts';

/** Throws NOT_FOUND, also for one of somebody else. `lock`: held to the end; before its tasks and the calendar. */
export async function findRule(ctx: Ctx, ruleId: string, lock: 'lock' | 'read' = 'read'): Promise<TaskRule> {
  const rule = await ctx.em.findOne(
    TaskRule,
    { id: ruleId },
    { refresh: true, ...(lock === 'lock' && { lockMode: LockMode.PESSIMISTIC_WRITE }) },
  );
  if (!rule) throw new FluxError('NOT_FOUND');
  return rule;
}

/** As `findRule`, held. Throws RULE_OF_PLAN for what a plan made, and RULE_ENDED. */
export async function holdRule(ctx: Ctx, ruleId: string): Promise<TaskRule> {
  const rule = await findRule(ctx, ruleId, 'lock');
  if (isOfPlan(rule)) throw new FluxError('RULE_OF_PLAN');
  if (rule.endedAt) throw new FluxError('RULE_ENDED');
  return rule;
}

/** All its sessions were made and agreed to with it. */
export const isOfPlan = ({ expandedTo }: Pick<TaskRule, 'expandedTo'>): boolean => !expandedTo;

export const recurrenceOf = (rule: TaskRule): Recurrence => ({
  rrule: rule.rrule,
  startDate: rule.startDate,
  time: rule.localTime,
  zone: rule.zone,
  exdates: rule.exdates,
  rdates: rule.rdates,
});

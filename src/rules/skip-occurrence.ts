// Leaves one occurrence of a rule out, or puts it back: the rule itself goes on as it is.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { occurrencesOf } from '../planning/recurrence.ts';
import { isOpen, Task, type TaskRule } from '../tasks/task.entity.ts';
import { write } from './edit-rule.ts';
import { holdRule, recurrenceOf } from './find-rule.ts';
import { viewRule, type RuleView } from './rule-view.ts';

export interface OneOccurrence {
  ruleId: string;
  /** Of the rule, "2026-12-24", also where its task was moved. */
  date: string;
}

/**
 * Its task is cancelled until it is put back; safe to repeat. Throws NOT_FOUND also for a date that the rule does not
 * know, TASK_SETTLED for one that is done or missed, RULE_OF_PLAN, RULE_ENDED, and RULE_INVALID for too many dates.
 */
export async function skipOccurrence(ctx: Ctx, { ruleId, date }: OneOccurrence): Promise<RuleView> {
  const rule = await holdRule(ctx, ruleId);
  if (rule.exdates.includes(date)) return viewRule(rule);
  const task = await ctx.em.findOne(Task, { ruleId, ruleDate: date });
  if (!task && !knows(rule, date)) throw new FluxError('NOT_FOUND');
  if (task && !isOpen(task) && task.status !== 'cancelled')
    throw new FluxError('TASK_SETTLED', { fields: { task_status: task.status } });
  const exdates = [...rule.exdates, date].toSorted();
  if (exdates.length > MOST_EXDATES) throw new FluxError('RULE_INVALID', { fields: { reason: 'too_many' } });
  return change(ctx, rule, { date, exdates, force: true });
}

/** Safe to repeat. Throws TIME_TAKEN with the titles where its time was given away meanwhile, unless forced. */
export async function restoreOccurrence(
  ctx: Ctx,
  { ruleId, date, force = false }: OneOccurrence & { force?: boolean | undefined },
): Promise<RuleView> {
  const rule = await holdRule(ctx, ruleId);
  if (!rule.exdates.includes(date)) {
    if (!knows(rule, date)) throw new FluxError('NOT_FOUND');
    return viewRule(rule);
  }
  return change(ctx, rule, { date, exdates: rule.exdates.filter((one) => one !== date), force });
}

const MOST_EXDATES = 366;

const knows = (rule: TaskRule, date: string): boolean =>
  occurrencesOf(recurrenceOf(rule), { from: date, to: date }).length > 0;

async function change(
  ctx: Ctx,
  rule: TaskRule,
  { date, exdates, force }: { date: string; exdates: string[]; force: boolean },
): Promise<RuleView> {
  const after = { ...rule, exdates, version: rule.version + 1 };
  const to = date < rule.expandedTo! ? date : rule.expandedTo!;
  return viewRule(await write(ctx, { before: rule, after, from: date, to, force }));
}

// A rule as its person sees it.
import { addDays, localDayOf } from '../kernel/time.ts';
import { nextOccurrence } from '../planning/recurrence.ts';
import type { TaskRule } from '../tasks/task.entity.ts';
import { isOfPlan, recurrenceOf } from './find-rule.ts';

export interface RuleView {
  rule: TaskRule;
  /** By the rule, after now; null where nothing comes any more. Of a plan's rule: its sessions say. */
  nextStartsAt: Date | null;
}

export const viewRule = (rule: TaskRule): RuleView => ({
  rule,
  nextStartsAt: rule.endedAt || isOfPlan(rule) ? null : nextStart(rule),
});

function nextStart(rule: TaskRule): Date | null {
  const recurrence = recurrenceOf(rule);
  const next = nextOccurrence(recurrence, localDayOf(new Date(), rule.zone));
  if (!next || next.startsAt.getTime() > Date.now()) return next?.startsAt ?? null;
  return nextOccurrence(recurrence, addDays(next.date, 1))?.startsAt ?? null;
}

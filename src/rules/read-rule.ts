// Reads rules: one with its occurrences, or all of them.
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { occurrencesOf } from '../planning/recurrence.ts';
import { Task, TaskRule } from '../tasks/task.entity.ts';
import { findRule, isOfPlan, recurrenceOf } from './find-rule.ts';
import { viewRule, type RuleView } from './rule-view.ts';

export interface OccurrenceView {
  /** Of the rule, also where the task was moved; null: a session of a plan. */
  date: string | null;
  startsAt: Date;
  /** Null: so far ahead that there is no task yet. */
  taskId: string | null;
  status: Task['status'];
  cancelledFor: Task['cancelledFor'] | null;
}

/** `from`, `to`: dates, both included. In order of time; what a change of the rule took away is left out. */
export async function readRule(
  ctx: Ctx,
  { ruleId, from, to }: { ruleId: string; from: string; to: string },
): Promise<RuleView & { occurrences: OccurrenceView[] }> {
  const rule = await findRule(ctx, ruleId);
  const range = { from, to };
  const occurrences = isOfPlan(rule) ? await sessionsOf(ctx, rule, range) : await datesOf(ctx, rule, range);
  return { ...viewRule(rule), occurrences };
}

interface Range {
  from: string;
  to: string;
}

async function sessionsOf(ctx: Ctx, rule: TaskRule, { from, to }: Range): Promise<OccurrenceView[]> {
  const startsAt = { $gte: new Date(`${from}T00:00:00Z`), $lt: new Date(`${to}T23:59:59Z`) };
  const tasks = await ctx.em.find(Task, { ruleId: rule.id, startsAt }, { orderBy: { startsAt: 'asc' } });
  return tasks.map(viewTask);
}

async function datesOf(ctx: Ctx, rule: TaskRule, { from, to }: Range): Promise<OccurrenceView[]> {
  const tasks = await ctx.em.find(Task, { ruleId: rule.id, ruleDate: { $gte: from, $lte: to } });
  const known = new Set(tasks.map(({ ruleDate }) => ruleDate));
  const ahead = rule.endedAt ? [] : occurrencesOf(recurrenceOf(rule), { from, to });
  const without = ahead.filter(({ date, startsAt }) => !known.has(date) && startsAt.getTime() > Date.now());
  return [
    ...tasks.filter(({ cancelledFor }) => cancelledFor !== 'rule').map(viewTask),
    ...without.map(({ date, startsAt }) => ({
      date,
      startsAt,
      taskId: null,
      status: 'pending' as const,
      cancelledFor: null,
    })),
  ].toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

const viewTask = ({ id, ruleDate, startsAt, status, cancelledFor }: Task): OccurrenceView => ({
  date: ruleDate ?? null,
  startsAt,
  taskId: id,
  status,
  cancelledFor: cancelledFor ?? null,
});

/** A page in the order in which they were made; those that have ended only where they are asked for. */
export async function listRules(
  ctx: Ctx,
  filter: { isEnded: boolean; limit: number; after: string | null },
): Promise<{ rules: RuleView[]; nextCursor: string | null }> {
  const rules = await ctx.em.find(
    TaskRule,
    {
      endedAt: filter.isEnded ? { $ne: null } : null,
      $and: [behind(filter.after, 'createdAt', 'asc')],
    },
    { orderBy: { createdAt: 'asc', id: 'asc' }, limit: filter.limit + 1 },
  );
  const page = pageOf(rules, filter.limit, (last) => cursorAfter(last.createdAt, last.id));
  return { rules: page.rows.map(viewRule), nextCursor: page.nextCursor };
}

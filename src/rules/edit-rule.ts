// Changes a rule: all of it from now on, or from one date on, which makes two rules of it.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { derivedId } from '../kernel/ids.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { localDayOf } from '../kernel/time.ts';
import { checkRecurrence } from '../planning/recurrence.ts';
import { Task, TaskRule } from '../tasks/task.entity.ts';
import { holdRule, recurrenceOf } from './find-rule.ts';
import { followRule, type FollowRule } from './follow-rule.ts';
import { viewRule, type RuleView } from './rule-view.ts';
import { splitRule } from './split-rule.ts';

export interface RuleChange {
  title?: string | undefined;
  description?: string | undefined;
  rrule?: string | undefined;
  startDate?: string | undefined;
  time?: string | undefined;
  /** Named, it stays whereto the person travels. */
  zone?: string | undefined;
  durationMinutes?: number | undefined;
  exdates?: string[] | undefined;
  rdates?: string[] | undefined;
}

export interface EditRule extends RuleChange {
  ruleId: string;
  /** This date of the rule and the following ones; what comes before stays with the rule as it is. */
  from?: string | undefined;
  /** Whatever stands at the new times. */
  force?: boolean | undefined;
}

/**
 * What is not named stays; what was done, missed, moved or worded by hand stays as it is. Resolves to the rule that
 * holds from now on, or from that date on. Throws NOT_FOUND, RULE_OF_PLAN, RULE_ENDED, RULE_INVALID and TIME_TAKEN.
 */
export async function editRule(
  ctx: Ctx,
  { ruleId, from, force = false, ...change }: EditRule,
): Promise<RuleView> {
  const rule = await holdRule(ctx, ruleId);
  const today = localDayOf(new Date(), rule.zone);
  const parts = from !== undefined && from > today ? splitRule(rule, from) : null;
  if (!parts) {
    const after = changed(rule, change, today);
    if (!after) return viewRule(rule);
    return viewRule(await write(ctx, { before: rule, after, from: today, force }));
  }
  const { following, ending } = parts;
  const before = {
    ...following,
    id: derivedId(rule.id, `from ${from} ${rule.version}`),
    version: 1,
    createdAt: new Date(),
  };
  const isAnchored = change.rrule !== undefined && change.startDate === undefined;
  const after = changed(before, { ...change, ...(isAnchored && { startDate: from }) }, from!);
  if (!after) return viewRule(rule);
  await ctx.em.nativeUpdate(TaskRule, { id: rule.id }, { ...ending, version: rule.version + 1 });
  await insertOnce(ctx.em, TaskRule, before, ['id']);
  const taken = { ruleId: rule.id, ruleDate: { $gte: from! } };
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  await ctx.em.find(Task, taken, { orderBy: { id: 'asc' }, lockMode, refresh: true });
  await ctx.em.nativeUpdate(Task, taken, { ruleId: before.id });
  return viewRule(await write(ctx, { before, after: { ...after, version: 1 }, from: from!, force }));
}

/** Null where nothing changes. Throws RULE_INVALID, also where nothing is left of it from `notBefore` on. */
function changed(rule: TaskRule, change: RuleChange, notBefore: string): TaskRule | null {
  const { time = rule.localTime, ...named } = change;
  const asked = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const wanted: TaskRule = { ...rule, ...asked, localTime: time };
  const { time: localTime, exdates, rdates, ...rest } = checkRecurrence(recurrenceOf(wanted), notBefore);
  const after: TaskRule = {
    ...wanted,
    ...rest,
    localTime,
    exdates: [...exdates],
    rdates: [...rdates],
    zoneIsFixed: rule.zoneIsFixed || change.zone !== undefined,
    version: rule.version + 1,
  };
  const isSame = COLUMNS.every((name) => JSON.stringify(after[name]) === JSON.stringify(rule[name]));
  return isSame ? null : after;
}

const COLUMNS = [
  'title',
  'description',
  'rrule',
  'startDate',
  'localTime',
  'zone',
  'zoneIsFixed',
  'durationMinutes',
  'exdates',
  'rdates',
] as const;

/** Writes a held rule as it is to be, and has its tasks follow. */
export async function write(
  ctx: Ctx,
  { before, after, from, to = after.expandedTo!, force }: Omit<FollowRule, 'to'> & { to?: string },
): Promise<TaskRule> {
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, after[name]]));
  await ctx.em.nativeUpdate(TaskRule, { id: after.id }, { ...columns, version: after.version });
  await followRule(ctx, { before, after, from, to, force });
  return after;
}

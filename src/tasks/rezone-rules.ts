// After a change of zone: rules by hand that follow their person, and what rests of them, are meant in the zone of now.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import type { HoldsCalendar } from './lock-calendar.sql.ts';
import { Task, TaskRule } from './task.entity.ts';

const HELD = { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

/** The rules that go where the person goes, held. */
export const holdFollowing = (ctx: Ctx): Promise<TaskRule[]> =>
  ctx.em.find(TaskRule, { expandedTo: { $ne: null }, endedAt: null, zoneIsFixed: false }, HELD);

/** `stays`: what could not move; it keeps the zone in which it stands, and may follow later. */
export async function moveRules(
  ctx: HoldsCalendar,
  rules: readonly TaskRule[],
  { zone, stays }: { zone: string; stays: readonly Task[] },
): Promise<void> {
  for (const rule of rules.filter((one) => one.zone !== zone)) {
    await ctx.em.nativeUpdate(TaskRule, { id: rule.id }, { zone, version: rule.version + 1 });
    const ids = stays.filter((task) => task.ruleId === rule.id && task.zone === null).map(({ id }) => id);
    if (ids.length > 0) await ctx.em.nativeUpdate(Task, { id: { $in: ids } }, { zone: rule.zone });
    const resting = await ctx.em.find(
      Task,
      { ruleId: rule.id, cancelledFor: { $ne: null }, startsAt: { $gt: new Date() } },
      HELD,
    );
    for (const task of resting) {
      const { date, time } = utcToWallClock(task.startsAt, task.zone ?? rule.zone);
      const { startsAt } = wallClockToUtc(date, time, zone);
      await ctx.em.nativeUpdate(Task, { id: task.id }, { startsAt });
    }
  }
}

// After a change of zone: the sessions of plans to come go to the wall-clock time that they had, in the zone of now.
import { LockMode } from '@mikro-orm/core';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import { settleMoves, type Stay, type Titled, type WishedMove } from '../planning/settle-moves.ts';
import { lockCalendar, type HoldsCalendar } from './lock-calendar.sql.ts';
import { openWithin } from './open-within.sql.ts';
import { viewTasks } from './read-task.ts';
import { holdFollowing, moveRules } from './rezone-rules.ts';
import { moveTask } from './reschedule-task.ts';
import { spanOfTask } from './span-of-task.ts';
import type { TaskView } from './task-view.ts';
import { OPEN_STATUSES, Task, TaskRule } from './task.entity.ts';

export interface Rezoned {
  /** IANA name: where they are now. */
  zone: string;
  moved: TaskView[];
  /** What stays at its moment, and why. */
  stayed: (Omit<Stay, 'id'> & { task: TaskView })[];
}

/**
 * A session is at 07:00 again, where 07:00 of the zone that it was planned or moved in has become the middle of the
 * night. What stays keeps that zone and may follow later. A rule by hand goes along, unless its zone was named with
 * it. What was written by hand once stands at its moment and stays. Throws NOT_FOUND.
 */
export async function rezoneTasks(ctx: Ctx): Promise<Rezoned> {
  // In this order, as everybody locks: rules, tasks, the calendar.
  const following = await holdFollowing(ctx);
  const open = await ctx.em.find(
    Task,
    { ruleId: { $ne: null }, status: { $in: [...OPEN_STATUSES] }, startsAt: { $gt: new Date() } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  const holder = await lockCalendar(ctx);
  const { zone } = await readProfile(ctx);
  const rules = await ctx.em.find(TaskRule, {
    id: { $in: [...new Set(open.flatMap(({ ruleId }) => ruleId ?? []))] },
  });
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  const wished = open
    .filter((task) => !ruleOf.get(task.ruleId!)!.zoneIsFixed)
    .flatMap((task) => wishOf(task, task.zone ?? ruleOf.get(task.ruleId!)!.zone, zone));
  const { moves, stays } = settleMoves(wished, await fixedBeside(holder, wished), Date.now());
  const taskOf = new Map(open.map((task) => [task.id, task]));
  const moved: Task[] = [];
  for (const { id, to } of moves)
    moved.push(await moveTask(holder, taskOf.get(id)!, { startsAt: new Date(to.startMs), by: 'zone' }));
  await moveRules(holder, following, {
    zone,
    stays: stays.map(({ id }) => taskOf.get(id)!),
  });
  const stayed = await viewTasks(
    ctx,
    stays.map(({ id }) => taskOf.get(id)!),
  );
  return {
    zone,
    moved: await viewTasks(ctx, moved),
    stayed: stays.map(({ reason, overlaps }, index) => ({ task: stayed[index]!, reason, overlaps })),
  };
}

/** Nothing where both zones mean the same moment. */
function wishOf(task: Task, before: string, after: string): WishedMove[] {
  const { date, time } = utcToWallClock(task.startsAt, before);
  const { startsAt } = wallClockToUtc(date, time, after);
  if (startsAt.getTime() === task.startsAt.getTime()) return [];
  return [{ id: task.id, from: spanOfTask(task), to: spanOfTask({ ...task, startsAt }) }];
}

/** What is open where one of these would go, but for themselves. */
async function fixedBeside(ctx: HoldsCalendar, moves: readonly WishedMove[]): Promise<Titled[]> {
  if (moves.length === 0) return [];
  const around = {
    startMs: Math.min(...moves.map(({ to }) => to.startMs)),
    endMs: Math.max(...moves.map(({ to }) => to.endMs)),
  };
  const moving = new Set<string | null>(moves.map(({ id }) => id));
  return (await openWithin(ctx, around)).filter(({ taskId }) => !moving.has(taskId));
}

// After a change of zone: the sessions of plans to come go to the wall-clock time that they had, in the zone of now.
import { LockMode } from '@mikro-orm/core';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { MINUTE_MS, utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import { settleMoves, type Stay, type Titled, type WishedMove } from '../planning/settle-moves.ts';
import { lockCalendar } from './lock-calendar.sql.ts';
import { viewTasks, type TaskView } from './read-task.ts';
import { moveTask } from './reschedule-task.ts';
import { OPEN_STATUSES, Task, TaskRule } from './task.entity.ts';

export interface Rezoned {
  /** IANA name: where they are now. */
  zone: string;
  moved: TaskView[];
  /** What stays at its moment, and why. */
  stayed: (Omit<Stay, 'id'> & { task: TaskView })[];
}

/**
 * A session is at 07:00 again, where 07:00 of its plan's zone has become the middle of the night. Its rule follows, so
 * that a repeat moves nothing. What was written by hand stands at its moment and stays. Throws NOT_FOUND.
 */
export async function rezoneTasks(ctx: Ctx): Promise<Rezoned> {
  // Before the calendar, as everybody locks.
  const open = await ctx.em.find(
    Task,
    { ruleId: { $ne: null }, status: { $in: [...OPEN_STATUSES] }, startsAt: { $gt: new Date() } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  await lockCalendar(ctx);
  const { zone } = await readProfile(ctx);
  const rules = await ctx.em.find(TaskRule, {
    id: { $in: [...new Set(open.flatMap(({ ruleId }) => ruleId ?? []))] },
    zone: { $ne: zone },
  });
  const wished = open.flatMap((task) => {
    const rule = rules.find(({ id }) => id === task.ruleId);
    return rule ? wishOf(task, rule.zone, zone) : [];
  });
  const { moves, stays } = settleMoves(wished, await fixedBeside(ctx, wished), Date.now());
  const taskOf = new Map(open.map((task) => [task.id, task]));
  const moved: Task[] = [];
  for (const { id, to } of moves)
    moved.push(await moveTask(ctx, taskOf.get(id)!, { startsAt: new Date(to.startMs) }));
  await ctx.em.nativeUpdate(TaskRule, { id: { $in: rules.map(({ id }) => id) } }, { zone });
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
  return [{ id: task.id, from: spanOf(task), to: spanOf({ ...task, startsAt }) }];
}

const spanOf = ({ title, startsAt, durationMinutes }: Task): Titled => ({
  title,
  startMs: startsAt.getTime(),
  endMs: startsAt.getTime() + durationMinutes * MINUTE_MS,
});

/** The open tasks that do not move. */
async function fixedBeside(ctx: Ctx, moves: readonly WishedMove[]): Promise<Titled[]> {
  if (moves.length === 0) return [];
  const fixed = await ctx.em.find(
    Task,
    { status: { $in: [...OPEN_STATUSES] }, id: { $nin: moves.map(({ id }) => id) } },
    { refresh: true },
  );
  return fixed.map(spanOf);
}

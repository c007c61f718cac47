// Begins a pause: what is open in its days rests, rings no more and is not missed.
import { LockMode } from '@mikro-orm/core';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { endOfLocalDay, localDayOf, startOfLocalDay } from '../kernel/time.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { OPEN_STATUSES, Task, TaskRule } from '../tasks/task.entity.ts';
import { findRule } from './find-rule.ts';
import { takeOff } from './take-off.ts';
import { TaskPause } from './task-pause.entity.ts';

export interface StartPause {
  /** Made by the caller where a repeat must be harmless. */
  pauseId?: string | undefined;
  /** What rests: one rule, one goal, or without both all that the person has. */
  ruleId?: string | undefined;
  goalId?: string | undefined;
  /** Days of the person, both included. From today on; until it is ended. */
  from?: string | undefined;
  until?: string | undefined;
}

export interface PauseView {
  pause: TaskPause;
  /** How many tasks rest by it now. */
  resting: number;
}

const MOST_PAUSES = 50;

/**
 * Safe to repeat: with its `pauseId`, and while one of the same days runs. Throws NOT_FOUND for a rule or goal that is
 * not there or has no task, PAUSE_INVALID for days that are over, PAUSES_TOO_MANY, and ID_REUSED.
 */
export async function startPause(ctx: Ctx, input: StartPause): Promise<PauseView> {
  const { zone } = await readProfile(ctx);
  const today = localDayOf(new Date(), zone);
  const { pauseId = newId(), ruleId = null, goalId = null, from = today, until = null } = input;
  const known = await ctx.em.findOne(TaskPause, { id: pauseId });
  if (known) return repeated(ctx, known, input);
  if (until !== null && (until < from || until < today)) throw new FluxError('PAUSE_INVALID');
  const active = await ctx.em.find(TaskPause, { endedAt: null });
  const running = active.filter(({ untilDate }) => !untilDate || untilDate >= today);
  if (running.length >= MOST_PAUSES) throw new FluxError('PAUSES_TOO_MANY');
  if (goalId !== null && (await ctx.em.count(Task, { goalId })) === 0) throw new FluxError('NOT_FOUND');

  // Whoever makes tasks of a rule holds it: nothing is made that would not know of this pause.
  if (ruleId !== null) await findRule(ctx, ruleId, 'lock');
  else await ctx.em.find(TaskRule, { endedAt: null }, { orderBy: { id: 'asc' }, ...HELD });
  const tasks = await ctx.em.find(
    Task,
    {
      ...(ruleId !== null && { ruleId }),
      ...(goalId !== null && { goalId }),
      status: { $in: [...OPEN_STATUSES] },
      startsAt: {
        $gte: startOfLocalDay(from > today ? from : today, zone),
        ...(until !== null && { $lt: endOfLocalDay(until, zone) }),
      },
    },
    { orderBy: { id: 'asc' }, ...HELD },
  );
  await lockCalendar(ctx);
  const { orgId, userId } = ctx;
  const named = { id: pauseId, orgId, userId, ruleId, goalId, fromDate: from, untilDate: until };
  // Said twice, it is the first one: what was opened since rests by it again.
  const same = await ctx.em.findOne(TaskPause, {
    ruleId,
    goalId,
    fromDate: from,
    untilDate: until,
    endedAt: null,
  });
  const pause = same ?? { ...named, createdAt: new Date(), endedAt: null, endedOn: null };
  if (!same) await ctx.em.insert(TaskPause, pause);
  await takeOff(ctx, tasks, { cancelledFor: 'paused', pauseId: pause.id });
  return viewPause(ctx, pause);
}

const HELD = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

async function repeated(ctx: Ctx, known: TaskPause, asked: StartPause): Promise<PauseView> {
  const isOther =
    (known.ruleId ?? undefined) !== asked.ruleId ||
    (known.goalId ?? undefined) !== asked.goalId ||
    (asked.from !== undefined && known.fromDate !== asked.from) ||
    (known.untilDate ?? undefined) !== asked.until;
  if (isOther) throw new FluxError('ID_REUSED');
  return viewPause(ctx, known);
}

export async function viewPause(ctx: Ctx, pause: TaskPause): Promise<PauseView> {
  return { pause, resting: await ctx.em.count(Task, { pauseId: pause.id }) };
}

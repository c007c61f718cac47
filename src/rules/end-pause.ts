// Ends a pause: what it took and what still lies ahead is to be done again, and nothing else.
import { LockMode } from '@mikro-orm/core';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { localDayOf } from '../kernel/time.ts';
import { beginGeneration } from '../tasks/begin-generation.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { viewTasks } from '../tasks/read-task.ts';
import { recordEvent } from '../tasks/record-event.ts';
import type { TaskView } from '../tasks/task-view.ts';
import { Task, TaskEvent } from '../tasks/task.entity.ts';
import { activePauses } from './active-pauses.ts';
import { whatStands } from './require-free-times.ts';
import { viewPause, type PauseView } from './start-pause.ts';
import { TaskPause } from './task-pause.entity.ts';

export interface EndedPause extends PauseView {
  /** To be done again. */
  back: TaskView[];
  /** What something else stands in the way of by now: it stays off, unless it is opened by hand. */
  stayed: { task: TaskView; overlaps: string[] }[];
}

/**
 * `force`: whatever stands at their times by now. What another pause holds as well rests on by that one; what was taken
 * off, left out or let go meanwhile stays so. Safe to repeat. Throws NOT_FOUND.
 */
export async function endPause(
  ctx: Ctx,
  { pauseId, force = false }: { pauseId: string; force?: boolean | undefined },
): Promise<EndedPause> {
  const pause = await ctx.em.findOne(TaskPause, { id: pauseId }, HELD);
  if (!pause) throw new FluxError('NOT_FOUND');
  if (pause.endedAt) return { ...(await viewPause(ctx, pause)), back: [], stayed: [] };
  const { zone } = await readProfile(ctx);
  const ended = { endedAt: new Date(), endedOn: localDayOf(new Date(), zone) };
  const ahead = await ctx.em.find(
    Task,
    { pauseId, status: 'cancelled', cancelledFor: 'paused', goalLetGo: false, startsAt: { $gt: new Date() } },
    { orderBy: { startsAt: 'asc', id: 'asc' }, ...HELD },
  );
  const holder = await lockCalendar(ctx);
  await ctx.em.nativeUpdate(TaskPause, { id: pauseId }, ended);
  const pauseOf = await activePauses(ctx);
  const inTheWay = await whatStands(holder, ahead);
  const wasMoved = await movedOnes(ctx, ahead);
  const back: Task[] = [];
  const stayed: { task: Task; overlaps: string[] }[] = [];
  for (const task of ahead) {
    const other = pauseOf(task);
    const overlaps = force || other ? [] : inTheWay(task);
    if (other) await ctx.em.nativeUpdate(Task, { id: task.id }, { pauseId: other.id });
    else if (overlaps.length > 0) stayed.push({ task, overlaps });
    else {
      const status = wasMoved.has(task.id) ? 'rescheduled' : 'pending';
      back.push(await beginGeneration(holder, task, { status }));
      await recordEvent(ctx, { taskId: task.id, kind: 'reopened', detail: { by: 'pause' } });
    }
  }
  const views = await viewTasks(
    ctx,
    stayed.map(({ task }) => task),
  );
  return {
    ...(await viewPause(ctx, { ...pause, ...ended })),
    back: await viewTasks(ctx, back),
    stayed: stayed.map(({ overlaps }, index) => ({ task: views[index]!, overlaps })),
  };
}

const HELD = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

async function movedOnes(ctx: Ctx, tasks: readonly Task[]): Promise<Set<string>> {
  const ids = tasks.map(({ id }) => id);
  const events = await ctx.em.find(TaskEvent, { taskId: { $in: ids }, kind: 'rescheduled' });
  return new Set(events.map(({ taskId }) => taskId));
}

// The pauses that still count, and which of them holds a task back.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { localDayOf } from '../kernel/time.ts';
import type { Task } from '../tasks/task.entity.ts';
import { TaskPause } from './task-pause.entity.ts';

type Paused = Pick<Task, 'startsAt'> & Partial<Pick<Task, 'ruleId' | 'goalId'>>;

/** Taken off by a pause, which brings it back. */
export const rests = ({ status, cancelledFor }: Pick<Task, 'status' | 'cancelledFor'>): boolean =>
  status === 'cancelled' && cancelledFor === 'paused';

/** What a task is made with that falls into this pause: it is there, and rests. */
export function restingBy(ctx: Ctx, pause: TaskPause | null): Partial<Resting> {
  if (!pause) return {};
  const settled = { settledAt: new Date(), settledVia: ctx.via };
  return { status: 'cancelled', cancelledFor: 'paused', ...settled, pauseId: pause.id };
}

type Resting = Pick<Task, 'status' | 'cancelledFor' | 'settledAt' | 'settledVia' | 'pauseId'>;

/** A function from a task to the pause that it rests by, or null: by the day on which it starts where the person is. */
export async function activePauses(ctx: Ctx): Promise<(task: Paused) => TaskPause | null> {
  const { zone } = await readProfile(ctx);
  const pauses = await ctx.em.find(TaskPause, { endedAt: null }, { orderBy: { id: 'asc' }, refresh: true });
  return ({ startsAt, ruleId, goalId }) => {
    const day = localDayOf(startsAt, zone);
    const holds = (pause: TaskPause): boolean =>
      day >= pause.fromDate &&
      (!pause.untilDate || day <= pause.untilDate) &&
      (!pause.ruleId || pause.ruleId === ruleId) &&
      (!pause.goalId || pause.goalId === goalId);
    return pauses.find(holds) ?? null;
  };
}

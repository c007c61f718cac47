// Writes what a change of a rule makes of its tasks, with a line of history for each.
import { beginGeneration } from '../tasks/begin-generation.ts';
import type { HoldsCalendar } from '../tasks/lock-calendar.sql.ts';
import { recordEvent } from '../tasks/record-event.ts';
import { Task } from '../tasks/task.entity.ts';
import { activePauses } from './active-pauses.ts';
import type { Changes, Target } from './follow-rule.ts';
import { takeOff } from './take-off.ts';

/** The tasks are held. A time in a pause rests. */
export async function writeChanges(ctx: HoldsCalendar, { off, back, anew, noted }: Changes): Promise<void> {
  for (const why of ['skipped', 'rule'] as const)
    await takeOff(
      ctx,
      off.filter(({ cancelledFor }) => cancelledFor === why).map(({ task }) => task),
      { cancelledFor: why },
    );
  const pauseOf = await activePauses(ctx);
  for (const { task, to } of noted) await note(ctx, task, to);
  for (const { task, to } of back) {
    const pause = pauseOf({ ...task, startsAt: to.startsAt });
    await note(ctx, task, to);
    if (pause)
      await ctx.em.nativeUpdate(Task, { id: task.id }, { cancelledFor: 'paused', pauseId: pause.id });
    else {
      await beginGeneration(ctx, { ...task, ...wordsOf(to) }, { status: 'pending', ...timeOf(to) });
      await recordEvent(ctx, { taskId: task.id, kind: 'reopened', detail: { by: 'rule' } });
    }
  }
  for (const { task, to } of anew) await change(ctx, task, to, pauseOf);
}

async function change(
  ctx: HoldsCalendar,
  task: Task,
  to: Target,
  pauseOf: Awaited<ReturnType<typeof activePauses>>,
): Promise<void> {
  const isRetimed = timeFields.some((field) => Number(task[field]) !== Number(to[field]));
  const isReworded = task.title !== to.title || task.description !== to.description;
  if (!isRetimed && !isReworded) return;
  if (isReworded) await ctx.em.nativeUpdate(Task, { id: task.id }, wordsOf(to));
  const detail = { changed: isRetimed ? 'time' : 'words', by: 'rule' };
  await recordEvent(ctx, { taskId: task.id, kind: 'edited', detail });
  if (!isRetimed) return;
  const moved = { ...task, ...wordsOf(to), ...timeOf(to) };
  await beginGeneration(ctx, moved, { status: task.status, ...timeOf(to) });
  const pause = pauseOf(moved);
  if (pause)
    await takeOff(ctx, [{ ...moved, generation: task.generation + 1 }], {
      cancelledFor: 'paused',
      pauseId: pause.id,
    });
}

const timeFields = ['startsAt', 'durationMinutes'] as const;

/** Where it would stand. */
async function note(ctx: HoldsCalendar, { id }: Task, to: Target): Promise<void> {
  await ctx.em.nativeUpdate(Task, { id }, { ...wordsOf(to), ...timeOf(to) });
}

const wordsOf = ({ title, description }: Target) => ({ title, description });
const timeOf = ({ startsAt, durationMinutes }: Target) => ({ startsAt, durationMinutes });

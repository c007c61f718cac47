// What a person says of a task, by whichever door: done, missed, or later. The first answer wins; later ones are
// written down.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { spokenTime } from '../kernel/spoken-time.ts';
import { addDays, endOfLocalDay, localDayOf } from '../kernel/time.ts';
import { updateLate } from '../kernel/write-late.ts';
import { viewHeld, type HeldTask } from './held-task.ts';
import { holdTask } from './hold-task.sql.ts';
import { recordEvent } from './record-event.ts';
import { isMovable, rescheduleTask } from './reschedule-task.ts';
import { tellSettled } from './served-by.ts';
import type { TaskView } from './task-view.ts';
import { isOpen, Task, TaskEvent } from './task.entity.ts';

export interface Answer {
  taskId: string;
  /** Of the reminder that was answered; null where the answer did not name one. */
  generation: number | null;
  intent: 'done' | 'reschedule' | 'missed';
  /** Where it is heard late: when it was said. What was said of the task since stands. */
  saidAt?: Date | null;
}

export interface Answered {
  /** False for a late answer: somebody or something had settled it before. */
  first: boolean;
  /** One or two sentences for the person. */
  say: string;
  /** As it is now. */
  task: TaskView;
}

type Of = HeldTask['task'];

/**
 * Throws NOT_FOUND. A repeated answer changes nothing and says how things stand. `known`: the task, where it is held
 * already.
 */
export async function answerTask(ctx: Ctx, answer: Answer, known?: HeldTask): Promise<Answered> {
  const held = known ?? (await holdTask(ctx, answer.taskId));
  const { task } = held;
  const late = (say: string) => ({ first: false, say, task: viewHeld(held) });
  if (answer.saidAt && (await wasDecidedSince(ctx, task, answer.saidAt)))
    return late(await tooLate(ctx, task));
  const wasMoved = answer.generation !== null && answer.generation !== task.generation;
  if (answer.intent === 'reschedule') {
    if (isMovable(task) && !wasMoved) return move(ctx, held);
    if (isOpen(task)) return late(`${task.title} has been moved already.`);
    ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
    await recordEvent(ctx, { taskId: task.id, kind: 'late_answer' });
    return late(standing(task));
  }
  if (answer.intent === 'missed' && wasMoved && isOpen(task))
    return late(`${task.title} was moved; nothing is missed yet.`);
  const settled = await settleHeld(ctx, held, answer.intent);
  if (!settled.first) return late(standing(task));
  const say =
    answer.intent === 'done'
      ? `${task.title} is done. Well done!`
      : `${task.title} is marked as missed. The next one counts.`;
  return { ...settled, say };
}

async function wasDecidedSince(ctx: Ctx, { id: taskId }: Of, saidAt: Date): Promise<boolean> {
  const since = {
    taskId,
    kind: { $in: DECISIONS },
    via: { $ne: 'ladder' as const },
    createdAt: { $gt: saidAt },
  };
  return (await ctx.em.count(TaskEvent, since)) > 0;
}

const DECISIONS: TaskEvent['kind'][] = ['done', 'missed', 'rescheduled', 'cancelled', 'reopened'];

async function tooLate(ctx: Ctx, task: Of): Promise<string> {
  // Said again of one that is settled: an earlier attempt may have died before anybody heard it.
  if (!isOpen(task)) ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  await recordEvent(ctx, { taskId: task.id, kind: 'late_answer' });
  return isOpen(task) ? `${task.title} was changed since then, and stays as it is.` : standing(task);
}

const standing = ({ title, status }: Of): string => `${title} is marked as ${status} already.`;

async function move(ctx: Ctx, held: HeldTask): Promise<Answered> {
  try {
    const { task, alternatives } = await rescheduleTask(ctx, { taskId: held.task.id, startsAt: null });
    const { zone } = await readProfile(ctx);
    const other = alternatives[0]
      ? ` Also free: ${spokenTime(alternatives[0], zone)}; change it in the app.`
      : '';
    return {
      first: true,
      say: `${task.title} is moved to ${spokenTime(task.startsAt, zone)}.${other}`,
      task,
    };
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'TIME_TAKEN') throw error;
    const say = 'I found no free time in the coming week. Please move it in the app.';
    return { first: false, say, task: viewHeld(held) };
  }
}

export interface SettleTask {
  taskId: string;
  status: 'done' | 'missed';
}

/** What a ladder may end with as well: none of its rungs was accepted. */
type Ending = SettleTask['status'] | 'undelivered';

export interface Settled {
  /** This answer decided. */
  first: boolean;
  task: TaskView;
}

/** Throws NOT_FOUND. Safe to repeat. */
export async function settleTask(
  ctx: Ctx,
  { taskId, status }: { taskId: string; status: Ending },
): Promise<Settled> {
  return settleHeld(ctx, await holdTask(ctx, taskId), status);
}

async function settleHeld(ctx: Ctx, held: HeldTask, status: Ending): Promise<Settled> {
  const { task } = held;
  // Said again of one that is settled: an earlier attempt may have died before anybody heard it. A ladder knows of
  // its own end.
  if (ctx.via !== 'ladder') ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  tellSettled(ctx, task);
  const first = isOpen(task) || isWithinGrace(held, status);
  await recordEvent(ctx, { taskId: task.id, kind: first ? status : 'late_answer' });
  if (!first) return { first, task: viewHeld(held) };
  const change = { status, settledAt: new Date(), settledVia: ctx.via };
  await updateLate(ctx, Task, { id: task.id }, change);
  if (status === 'missed') ctx.tell({ kind: 'task_missed', taskId: task.id });
  return { first, task: viewHeld(held, change) };
}

/**
 * Nobody said anything yet: after a miss "done" counts, and after what was never delivered "missed" as well; until the
 * person's own next day is over.
 */
function isWithinGrace({ task, zone }: HeldTask, status: Ending): boolean {
  const isOpenToWord = task.status === 'undelivered' || (task.status === 'missed' && status === 'done');
  const isOfLadder = task.settledVia === 'ladder' && status !== 'undelivered';
  if (!isOpenToWord || !isOfLadder || !task.settledAt) return false;
  const nextDay = addDays(localDayOf(task.settledAt, zone), 1);
  return Date.now() < endOfLocalDay(nextDay, zone).getTime();
}

// What a person says of a task, by whichever door: done, missed, or later. The first answer wins; later ones are
// written down.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { spokenTime } from '../kernel/spoken-time.ts';
import { findTask, viewTask } from './read-task.ts';
import { recordEvent } from './record-event.ts';
import { isMovable, rescheduleTask } from './reschedule-task.ts';
import type { TaskView } from './task-view.ts';
import { isOpen, Task, TaskEvent } from './task.entity.ts';

/** For so long after the ladder gave up, the person's own word still counts. */
const GRACE_MS = 24 * 3_600_000;

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
}

/** Throws NOT_FOUND. A repeated answer changes nothing and says how things stand. */
export async function answerTask(ctx: Ctx, answer: Answer): Promise<Answered> {
  const task = await findTask(ctx, answer.taskId, 'lock');
  if (answer.saidAt && (await wasDecidedSince(ctx, task, answer.saidAt))) return tooLate(ctx, task);
  const wasMoved = answer.generation !== null && answer.generation !== task.generation;
  if (answer.intent === 'reschedule') {
    if (isMovable(task) && !wasMoved) return move(ctx, answer);
    if (isOpen(task)) return { first: false, say: `${task.title} has been moved already.` };
    ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
    await recordEvent(ctx, { taskId: task.id, kind: 'late_answer' });
    return { first: false, say: standing(task) };
  }
  if (answer.intent === 'missed' && wasMoved && isOpen(task))
    return { first: false, say: `${task.title} was moved; nothing is missed yet.` };
  const { first } = await settle(ctx, { taskId: task.id, status: answer.intent });
  if (!first) return { first, say: standing(task) };
  const say =
    answer.intent === 'done'
      ? `${task.title} is done. Well done!`
      : `${task.title} is marked as missed. The next one counts.`;
  return { first, say };
}

async function wasDecidedSince(ctx: Ctx, { id: taskId }: Task, saidAt: Date): Promise<boolean> {
  const since = {
    taskId,
    kind: { $in: DECISIONS },
    via: { $ne: 'ladder' as const },
    createdAt: { $gt: saidAt },
  };
  return (await ctx.em.count(TaskEvent, since)) > 0;
}

const DECISIONS: TaskEvent['kind'][] = ['done', 'missed', 'rescheduled', 'cancelled', 'reopened'];

async function tooLate(ctx: Ctx, task: Task): Promise<Answered> {
  // Said again of one that is settled: an earlier attempt may have died before anybody heard it.
  if (!isOpen(task)) ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  await recordEvent(ctx, { taskId: task.id, kind: 'late_answer' });
  const say = isOpen(task) ? `${task.title} was changed since then, and stays as it is.` : standing(task);
  return { first: false, say };
}

const standing = ({ title, status }: Task): string => `${title} is marked as ${status} already.`;

async function move(ctx: Ctx, { taskId }: Answer): Promise<Answered> {
  try {
    const { task, alternatives } = await rescheduleTask(ctx, { taskId, startsAt: null });
    const { zone } = await readProfile(ctx);
    const other = alternatives[0]
      ? ` Also free: ${spokenTime(alternatives[0], zone)}; change it in the app.`
      : '';
    return {
      first: true,
      say: `${task.title} is moved to ${spokenTime(task.startsAt, zone)}.${other}`,
    };
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'TIME_TAKEN') throw error;
    return { first: false, say: 'I found no free time in the coming week. Please move it in the app.' };
  }
}

export interface SettleTask {
  taskId: string;
  status: 'done' | 'missed';
}

/** What a ladder may end with as well: none of its rungs was accepted. */
type Ending = Omit<SettleTask, 'status'> & { status: SettleTask['status'] | 'undelivered' };

export interface Settled {
  /** This answer decided. */
  first: boolean;
  task: TaskView;
}

/** Settles it and shows it to the person who answered. Throws NOT_FOUND. Safe to repeat. */
export async function settleTask(ctx: Ctx, input: SettleTask): Promise<Settled> {
  const { first, task } = await settle(ctx, input);
  return { first, task: await viewTask(ctx, task) };
}

/** The same where nobody looks. */
export async function settle(ctx: Ctx, input: Ending): Promise<{ first: boolean; task: Task }> {
  const task = await findTask(ctx, input.taskId, 'lock');
  // Said again of one that is settled: an earlier attempt may have died before anybody heard it. A ladder knows of
  // its own end.
  if (ctx.via !== 'ladder') ctx.tell({ kind: 'task_settled', taskId: task.id, generation: task.generation });
  const first = isOpen(task) || isWithinGrace(task, input);
  await recordEvent(ctx, { taskId: task.id, kind: first ? input.status : 'late_answer' });
  if (!first) return { first, task };
  const change = { status: input.status, settledAt: new Date(), settledVia: ctx.via };
  await ctx.em.nativeUpdate(Task, { id: task.id }, change);
  return { first, task: { ...task, ...change } };
}

/** Nobody said anything yet: after a miss "done" counts, and after what was never delivered "missed" as well. */
function isWithinGrace(task: Task, { status }: Ending): boolean {
  const isOpenToWord = task.status === 'undelivered' || (task.status === 'missed' && status === 'done');
  const isOfLadder = task.settledVia === 'ladder' && status !== 'undelivered';
  return isOpenToWord && isOfLadder && Date.now() - (task.settledAt?.getTime() ?? 0) < GRACE_MS;
}

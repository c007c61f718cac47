// Applies a person's answer to a reminder, whatever the channel, and says in words what happened.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { readProfile } from '../account/read-profile.ts';
import { spokenTime } from '../kernel/spoken-time.ts';
import { findTask } from './read-task.ts';
import { rescheduleTask } from './reschedule-task.ts';
import { isOpen, settleTask } from './settle-task.ts';
import type { AnswerChannel } from './task.entity.ts';
import type { Nudge, ReminderDue } from './task-ref.ts';

export interface Answer {
  taskId: string;
  /** Of the reminder that was answered; null where the answer did not name one. */
  generation: number | null;
  intent: 'done' | 'reschedule' | 'missed';
  via: AnswerChannel;
}

export interface Answered {
  /** False for a late answer: somebody or something had settled it before. */
  first: boolean;
  /** One or two sentences for the person. */
  say: string;
  nudge: Nudge | null;
  due: ReminderDue | null;
}

/** Throws NOT_FOUND. A repeated answer changes nothing and says how things stand. */
export async function applyAnswer(ctx: Ctx, answer: Answer): Promise<Answered> {
  const task = await findTask(ctx, answer.taskId, 'lock');
  const wasMoved = answer.generation !== null && answer.generation !== task.generation;
  if (answer.intent === 'reschedule') {
    if (isOpen(task) && !wasMoved) return move(ctx, answer);
    if (isOpen(task))
      return { first: false, say: `${task.title} has been moved already.`, nudge: null, due: null };
  }
  if (answer.intent === 'missed' && wasMoved && isOpen(task))
    return { first: false, say: `${task.title} was moved; nothing is missed yet.`, nudge: null, due: null };
  const status = answer.intent === 'reschedule' ? 'missed' : answer.intent;
  const { first, nudge } = await settleTask(ctx, { taskId: task.id, status, via: answer.via });
  if (!first)
    return {
      first,
      say: `${task.title} is marked as ${task.status} already.`,
      nudge,
      due: null,
    };
  const say =
    answer.intent === 'done'
      ? `${task.title} is done. Well done!`
      : `${task.title} is marked as missed. The next one counts.`;
  return { first, say, nudge, due: null };
}

async function move(ctx: Ctx, { taskId, via }: Answer): Promise<Answered> {
  try {
    const { task, nudge, due, alternatives } = await rescheduleTask(ctx, { taskId, startsAt: null, via });
    const { zone } = await readProfile(ctx);
    const other = alternatives[0]
      ? ` Also free: ${spokenTime(alternatives[0], zone)}; change it in the app.`
      : '';
    return {
      first: true,
      say: `${task.title} is moved to ${spokenTime(task.startsAt, zone)}.${other}`,
      nudge,
      due,
    };
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'TIME_TAKEN') throw error;
    return {
      first: false,
      say: 'I found no free time in the coming week. Please move it in the app.',
      nudge: null,
      due: null,
    };
  }
}

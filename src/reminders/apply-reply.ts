// A WhatsApp reply: which reminder it answers, and what it means. Each message applies once.
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { logNotification } from '../dispatches/log-notification.ts';
import { answerTask, type Answered } from '../tasks/answer-task.ts';
import { REPLY_INVITATION, type ReplyIntent } from './reply.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';

export interface InboundReply {
  /** MessageSid. */
  externalId: string;
  text: string;
  /** What the words or the button mean (reply.ts). */
  intent: ReplyIntent;
  /** MessageSid of the message that was tapped or quoted. */
  repliedTo: string | null;
  /** Where it is heard late: when it was written. */
  writtenAt: Date | null;
}

const HELP = `I am Flux, your coach. ${REPLY_INVITATION}. STOP ends these messages.`;
const NOTHING_OPEN = 'Nothing is waiting for an answer right now.';
const WHICH_ONE = 'More than one thing is waiting: please reply to the very message you mean.';

/** `say` is empty for a message that was applied before. STOP and START go elsewhere (apply-consent-reply.ts). */
export async function applyReply(ctx: Ctx, reply: InboundReply): Promise<Omit<Answered, 'first'>> {
  const reminder = await findReminder(ctx, reply);
  const isNew = await logNotification(ctx, {
    taskId: reminder.kind === 'one' ? reminder.dispatch.taskId : null,
    dispatchId: reminder.kind === 'one' ? reminder.dispatch.id : null,
    direction: 'in',
    channel: 'whatsapp',
    event: 'reply',
    externalId: reply.externalId,
    body: reply.text,
  });
  if (!isNew) return says('');
  const { intent } = reply;
  if (intent !== 'done' && intent !== 'reschedule' && intent !== 'missed') return says(HELP);
  if (reminder.kind === 'none') return says(NOTHING_OPEN);
  if (reminder.kind === 'several') return says(WHICH_ONE);
  const { taskId, generation } = reminder.dispatch;
  return answerTask(ctx, { taskId, generation, intent });
}

type Found = { kind: 'one'; dispatch: Dispatch } | { kind: 'none' } | { kind: 'several' };

/** The very message that was answered; without one, the only reminder that waits for an answer. */
async function findReminder(ctx: Ctx, { repliedTo, writtenAt }: InboundReply): Promise<Found> {
  if (repliedTo) {
    const quoted = await ctx.em.findOne(Dispatch, { externalId: repliedTo });
    if (quoted) return { kind: 'one', dispatch: quoted };
  }
  const recent = await ctx.em.find(
    Dispatch,
    {
      step: 'whatsapp',
      // A quick thumb answers before the send is recorded.
      state: { $in: ['sending', 'unknown', 'accepted'] },
      // What was announced after it was written is not what it answers.
      lastSentAt: { $gt: new Date(Date.now() - 24 * 3_600_000), $lte: writtenAt ?? new Date() },
    },
    { orderBy: { lastSentAt: 'desc' } },
  );
  const tasks = await ctx.em.find(Task, {
    id: { $in: recent.map((dispatch) => dispatch.taskId) },
    status: { $in: [...OPEN_STATUSES] },
  });
  const waiting = recent.filter((dispatch) =>
    tasks.some((task) => task.id === dispatch.taskId && task.generation === dispatch.generation),
  );
  if (waiting.length > 1) return { kind: 'several' };
  // With nothing open, the newest is meant: the answer is late and is told so.
  const only = waiting[0] ?? recent[0];
  return only ? { kind: 'one', dispatch: only } : { kind: 'none' };
}

function says(say: string): Omit<Answered, 'first'> {
  return { say };
}

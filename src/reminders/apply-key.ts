// A key pressed in a call. Each key of a call applies once.
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { logNotification } from '../dispatches/log-notification.ts';
import { takeInbound } from '../dispatches/take-inbound.ts';
import { answerTask, type Answer, type Answered } from '../tasks/answer-task.ts';

export interface PressedKey {
  callSid: string;
  dispatchId: string;
  /** "1", "2", "3"; empty when nothing was pressed in time. */
  digits: string;
}

const INTENTS: ReadonlyMap<string, Answer['intent']> = new Map([
  ['1', 'done'],
  ['2', 'reschedule'],
  ['3', 'missed'],
]);

/** `understood` is false for any other key: ask again. */
export async function applyKey(
  ctx: Ctx,
  key: PressedKey,
): Promise<Omit<Answered, 'first'> & { understood: boolean }> {
  const dispatch = await ctx.em.findOne(Dispatch, { id: key.dispatchId, step: 'call' });
  const intent = INTENTS.get(key.digits);
  if (!dispatch || (dispatch.externalId && dispatch.externalId !== key.callSid))
    return { understood: true, say: 'Goodbye.' };
  if (!intent) return { understood: false, say: '' };
  if (!(await takeInbound(ctx, `${key.callSid} ${key.digits}`)))
    return { understood: true, say: 'Thank you. Goodbye.' };
  await logNotification(ctx, {
    taskId: dispatch.taskId,
    dispatchId: dispatch.id,
    direction: 'in',
    channel: 'call',
    event: `key ${key.digits}`,
    externalId: key.callSid,
    body: null,
  });
  const { taskId, generation } = dispatch;
  return { understood: true, ...(await answerTask(ctx, { taskId, generation, intent })) };
}

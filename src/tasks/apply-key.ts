// A key pressed in a call. Each key of a call applies once.
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../reminders/dispatch.entity.ts';
import { logNotification } from '../reminders/log-notification.ts';
import { applyAnswer, type Answered } from './apply-answer.ts';

export interface PressedKey {
  callSid: string;
  dispatchId: string;
  /** "1", "2", "3"; empty when nothing was pressed in time. */
  digits: string;
}

const INTENTS = { '1': 'done', '2': 'reschedule', '3': 'missed' } as const;

/** `understood` is false for any other key: ask again. */
export async function applyKey(
  ctx: Ctx,
  key: PressedKey,
): Promise<Omit<Answered, 'first'> & { understood: boolean }> {
  const dispatch = await ctx.em.findOne(Dispatch, { id: key.dispatchId, step: 'call' });
  const intent = INTENTS[key.digits as keyof typeof INTENTS];
  if (!dispatch || (dispatch.externalId && dispatch.externalId !== key.callSid))
    return { understood: true, say: 'Goodbye.', nudge: null, due: null };
  if (!intent) return { understood: false, say: '', nudge: null, due: null };
  const isNew = await logNotification(ctx, {
    taskId: dispatch.taskId,
    dispatchId: dispatch.id,
    direction: 'in',
    channel: 'call',
    event: `key ${key.digits}`,
    externalId: key.callSid,
    body: null,
  });
  if (!isNew) return { understood: true, say: 'Thank you. Goodbye.', nudge: null, due: null };
  const { taskId, generation } = dispatch;
  return { understood: true, ...(await applyAnswer(ctx, { taskId, generation, intent, via: 'call' })) };
}

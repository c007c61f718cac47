// A key pressed in a call, or none in time. Each key of a call applies once.
import { readProfile } from '../account/read-profile.ts';
import { GOODBYE_TEXT } from '../channels/twiml.ts';
import type { Ctx } from '../kernel/context.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { logNotification } from '../dispatches/log-notification.ts';
import { takeInbound } from '../dispatches/take-inbound.ts';
import { answerTask, type Answer, type Answered } from '../tasks/answer-task.ts';
import { isTheirLine } from './is-their-line.ts';

export interface PressedKey {
  callSid: string;
  dispatchId: string;
  /** The number that was rung, E.164; null where the provider does not say. */
  to: string | null;
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
  if (!dispatch || (dispatch.externalId && dispatch.externalId !== key.callSid))
    return { understood: true, say: 'Goodbye.' };
  if (!isTheirLine(await readProfile(ctx), key.to)) return { understood: true, say: 'Goodbye.' };
  const intent = INTENTS.get(key.digits);
  if (key.digits === '') {
    await logHeard(ctx, dispatch, key.callSid, 'no key');
    return { understood: true, say: GOODBYE_TEXT };
  }
  if (!intent) return { understood: false, say: '' };
  if (!(await takeInbound(ctx, `${key.callSid} ${key.digits}`)))
    return { understood: true, say: 'Thank you. Goodbye.' };
  await logHeard(ctx, dispatch, key.callSid, `key ${key.digits}`);
  const { taskId, generation } = dispatch;
  return { understood: true, ...(await answerTask(ctx, { taskId, generation, intent })) };
}

/** What is written down here is not lost: a call of which nothing is was not heard (hear-call.ts). */
async function logHeard(
  ctx: Ctx,
  { id, taskId }: Dispatch,
  externalId: string,
  event: string,
): Promise<void> {
  await logNotification(ctx, {
    taskId,
    dispatchId: id,
    direction: 'in',
    channel: 'call',
    event,
    externalId,
    body: null,
  });
}

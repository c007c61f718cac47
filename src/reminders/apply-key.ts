// A key pressed in a call, or none in time. Each key of a call applies once.
import { GOODBYE_TEXT } from '../channels/twiml.ts';
import type { Ctx } from '../kernel/context.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import { takeInbound } from '../dispatches/take-inbound.ts';
import { answerTask, type Answer, type Answered } from '../tasks/answer-task.ts';
import { holdCalled, type Called } from './hold-called.sql.ts';
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
): Promise<Pick<Answered, 'say'> & { understood: boolean }> {
  const called = await holdCalled(ctx, key.dispatchId);
  if (!called || (called.externalId && called.externalId !== key.callSid))
    return { understood: true, say: 'Goodbye.' };
  if (!isTheirLine(called.line, key.to)) return { understood: true, say: 'Goodbye.' };
  const intent = INTENTS.get(key.digits);
  if (key.digits === '') {
    await noteHeard(ctx, key, called, 'no key');
    return { understood: true, say: GOODBYE_TEXT };
  }
  if (!intent) return { understood: false, say: '' };
  if (!(await takeInbound(ctx, `${key.callSid} ${key.digits}`)))
    return { understood: true, say: 'Thank you. Goodbye.' };
  await noteHeard(ctx, key, called, `key ${key.digits}`);
  const { generation, held } = called;
  const { say } = await answerTask(ctx, { taskId: held.task.id, generation, intent }, held);
  return { understood: true, say };
}

/** What is written down here is not lost: a call of which nothing is was not heard (hear-call.ts). */
async function noteHeard(
  ctx: Ctx,
  { callSid: externalId, dispatchId }: PressedKey,
  { held }: Called,
  event: string,
): Promise<void> {
  await noteNotification(ctx, {
    taskId: held.task.id,
    dispatchId,
    direction: 'in',
    channel: 'call',
    event,
    externalId,
    body: null,
  });
}

// What a call says when somebody, or something, picks up.
import { openChannels } from '../account/change-channels.ts';
import { VOICEMAIL_TEXT } from '../channels/twiml.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { findTask } from '../tasks/read-task.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { isHeld, readHold } from '../safety/keep-hold.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import { isTheirLine } from './is-their-line.ts';
import { callText } from './words.ts';

export interface CallPickUp {
  dispatchId: string;
  callSid: string;
  /** The number that was rung, E.164; null where the provider does not say. */
  to: string | null;
  /** Twilio's AnsweredBy: "human", "machine_end_beep", ...; null where nobody looked. */
  answeredBy: string | null;
}

export type CallPrompt = { kind: 'ask' | 'voicemail' | 'hangup'; text: string };

const NOTHING_LEFT = 'This is Flux. There is nothing to answer any more. Goodbye.';

/**
 * A twin of the real call, a call for a task that is settled by now, and one that its person does not want any more,
 * or that is not to them any more, are hung up; so is one to somebody whom the crisis guard holds: nobody coaches
 * them. Voicemail hears nothing private.
 */
export async function promptCall(ctx: Ctx, input: CallPickUp): Promise<CallPrompt> {
  const dispatch = await ctx.em.findOne(Dispatch, { id: input.dispatchId, step: 'call' });
  // The person has left the organisation meanwhile.
  if (!dispatch) return { kind: 'hangup', text: NOTHING_LEFT };
  if (dispatch.externalId && dispatch.externalId !== input.callSid) return { kind: 'hangup', text: '' };
  const task = await findTask(ctx, dispatch.taskId);
  if (!isOpen(task) || task.generation !== dispatch.generation)
    return { kind: 'hangup', text: 'This is Flux. Your task is settled already. Goodbye.' };
  if (isHeld(await readHold(ctx))) return { kind: 'hangup', text: NOTHING_LEFT };
  const profile = await readProfile(ctx);
  if (!openChannels(profile).call || !isTheirLine(profile, input.to))
    return { kind: 'hangup', text: NOTHING_LEFT };
  if (!input.answeredBy?.startsWith('machine') && input.answeredBy !== 'fax')
    return { kind: 'ask', text: callText(task, profile.zone) };
  await noteMachine(ctx, dispatch, input.callSid);
  return { kind: 'voicemail', text: VOICEMAIL_TEXT };
}

/** Nobody was asked, and so nobody's answer can be lost. */
async function noteMachine(ctx: Ctx, { id, taskId }: Dispatch, callSid: string): Promise<void> {
  await noteNotification(ctx, {
    taskId,
    dispatchId: id,
    direction: 'in',
    channel: 'call',
    event: 'voicemail',
    externalId: callSid,
    body: null,
  });
}

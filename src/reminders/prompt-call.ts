// What a call says when somebody, or something, picks up.
import { VOICEMAIL_TEXT } from '../channels/twiml.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { findTask } from '../tasks/read-task.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { callText } from './words.ts';

export interface CallPickUp {
  dispatchId: string;
  callSid: string;
  /** Twilio's AnsweredBy: "human", "machine_end_beep", ...; null where nobody looked. */
  answeredBy: string | null;
}

export type CallPrompt = { kind: 'ask' | 'voicemail' | 'hangup'; text: string };

/**
 * A twin of the real call, and a call for a task that is settled by now, are hung up. Voicemail hears nothing
 * private.
 */
export async function promptCall(ctx: Ctx, input: CallPickUp): Promise<CallPrompt> {
  const dispatch = await ctx.em.findOne(Dispatch, { id: input.dispatchId, step: 'call' });
  if (!dispatch || (dispatch.externalId && dispatch.externalId !== input.callSid))
    return { kind: 'hangup', text: '' };
  const task = await findTask(ctx, dispatch.taskId);
  if (!isOpen(task) || task.generation !== dispatch.generation)
    return { kind: 'hangup', text: 'This is Flux. Your task is settled already. Goodbye.' };
  if (input.answeredBy?.startsWith('machine') || input.answeredBy === 'fax')
    return { kind: 'voicemail', text: VOICEMAIL_TEXT };
  return { kind: 'ask', text: callText(task, (await readProfile(ctx)).zone) };
}
